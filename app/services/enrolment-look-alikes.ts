import type { EnrolmentReport } from '../contract/results.ts';
import type { Distance, PersonId } from '../core/vocabulary.ts';
import type { Store } from '../store/index.ts';
import type { Gallery } from './gallery.ts';
import type { NewSample } from './new-sample.ts';

type LookAlike = EnrolmentReport['lookAlikes'][number];

/** People asked of the search for each sample; the enrolled person may be one of them. */
const CLOSEST = 4;

/** Other people within the limit, each once with the closest of the samples, closest first. */
export async function findLookAlikes(
  samples: readonly NewSample[],
  gallery: Gallery,
  store: Store,
  self: PersonId | undefined,
  limit: Distance,
): Promise<LookAlike[]> {
  const probes = samples.map(({ sample }) => sample.features);
  const closest = await gallery.closestPeople(probes, CLOSEST);
  const found = new Map<PersonId, { distance: Distance; image: number }>();
  closest.forEach((people, i) => {
    for (const { personId, distance } of people) {
      if (personId === self || distance > limit) continue;
      const known = found.get(personId);
      if (known && known.distance <= distance) continue;
      found.set(personId, { distance, image: samples[i].image });
    }
  });
  return [...found]
    .map(([personId, { distance, image }]) => {
      const { externalId, displayName } = store.people.get(personId);
      return { externalId, displayName, distance, image };
    })
    .sort((one, other) => one.distance - other.distance);
}
