import type { EnrolmentReport } from '../../contract/results.ts';
import type { Distance, PersonId, TemplateId } from '../../core/vocabulary.ts';
import type { Store } from '../../store/index.ts';
import type { Gallery, PersonDistance } from '../decisions/gallery.ts';
import type { NewSample } from './new-sample.ts';

type LookAlike = EnrolmentReport['lookAlikes'][number];

/** Somebody else, and the sample of the enrolled person that is close to them. */
export interface OtherPerson extends PersonDistance {
  /** Index into the images of the request. */
  readonly image: number;
}

/** People asked of the search for each sample; the enrolled person may be one of them. */
const CLOSEST = 4;

/** The closest other people of each sample. */
export async function findOthers(
  samples: readonly NewSample[],
  gallery: Gallery,
  self: PersonId | undefined,
): Promise<OtherPerson[]> {
  const probes = samples.map(({ sample }) => sample.features);
  const closest = await gallery.closestPeople(probes, CLOSEST);
  return closest.flatMap((people, i) =>
    people
      .filter(({ personId }) => personId !== self)
      .map((person) => ({ ...person, image: samples[i].image })),
  );
}

/** Those within the limit, each once with the closest of the samples, closest first. */
export function lookAlikesOf(
  others: readonly OtherPerson[],
  store: Store,
  limit: Distance,
): LookAlike[] {
  const found = new Map<PersonId, OtherPerson>();
  for (const other of others) {
    if (other.distance > limit) continue;
    const known = found.get(other.personId);
    if (!known || other.distance < known.distance) found.set(other.personId, other);
  }
  return [...found.values()]
    .map(({ personId, distance, image }) => {
      const { externalId, displayName } = store.people.get(personId);
      return { externalId, displayName, distance, image };
    })
    .sort((one, other) => one.distance - other.distance);
}

/** For the guard, at every later verification of either of them. */
export function rememberLookAlikes(
  store: Store,
  others: readonly OtherPerson[],
  templateIds: ReadonlyMap<number, TemplateId>,
  guardDistance: Distance | undefined,
): void {
  if (guardDistance === undefined) return;
  const near = others.filter(({ distance }) => distance <= guardDistance);
  store.lookAlikes.add(
    near.flatMap(({ image, templateId: otherTemplateId, distance }) => {
      const templateId = templateIds.get(image);
      return templateId === undefined ? [] : [{ templateId, otherTemplateId, distance }];
    }),
  );
}
