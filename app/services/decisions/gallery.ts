/** The references of the current model, as one unchanging set for 1:N searches. */
import type { EncoderScale } from '../../core/decision.ts';
import { compareFeatures, referenceAt } from '../../core/features.ts';
import type {
  Distance,
  Features,
  FingerPosition,
  PersonId,
  TemplateId,
} from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { GallerySnapshot, Store } from '../../store/index.ts';

export interface PersonDistance {
  readonly personId: PersonId;
  readonly templateId: TemplateId;
  /** Of fingerprints. */
  readonly finger?: FingerPosition;
  readonly distance: Distance;
}

export interface Gallery {
  references(): number;
  people(): number;
  /** What the gallery began with; {@link add} leaves it as it is. */
  readonly snapshot: GallerySnapshot;
  /** For each probe the closest people, each once with the closest reference, closest first. */
  closestPeople(probes: readonly Features[], count: number): Promise<PersonDistance[][]>;
  /** The closest reference of one person, or finger; undefined where the person has none. */
  closestOf(
    personId: PersonId,
    probe: Features,
    finger?: FingerPosition,
  ): PersonDistance | undefined;
  referencesOf(personId: PersonId, finger?: FingerPosition): number;
  /** Makes a reference that has just been stored part of every later search. */
  add(reference: Reference): void;
  /** How many were added: a large number is better opened anew. */
  added(): number;
}

export interface Reference {
  readonly personId: PersonId;
  readonly templateId: TemplateId;
  /** Of fingerprints. */
  readonly finger?: FingerPosition;
  readonly features: Features;
}

/** References asked of the search for each person wanted: some people have several. */
const REFERENCES_PER_PERSON = 8;

export function openGallery(store: Store, engine: Engine, scale: EncoderScale): Gallery {
  const snapshot = store.templates.listOfModel(scale.modality, scale.modelId);
  const { personIds, templateIds, fingers, references } = snapshot;
  const added: Reference[] = [];
  const rowsOf = new Map<PersonId, Reference[]>();
  const remember = (reference: Reference) => {
    const known = rowsOf.get(reference.personId);
    if (known) known.push(reference);
    else rowsOf.set(reference.personId, [reference]);
  };
  const stored = personIds.map((personId, row): Reference => {
    const features = referenceAt(references, row);
    return { personId, templateId: templateIds[row], finger: fingers[row], features };
  });
  stored.forEach(remember);

  const referencesOf = (personId: PersonId, finger: FingerPosition | undefined): Reference[] =>
    (rowsOf.get(personId) ?? []).filter(
      (reference) => finger === undefined || reference.finger === finger,
    );
  // Distances that decide are taken by core/features, never from the search.
  const measure = ({ features, ...whose }: Reference, probe: Features): PersonDistance => ({
    ...whose,
    distance: compareFeatures(scale, probe, features),
  });

  const search = async (
    probes: readonly Features[],
    count: number,
    wanted: number,
  ): Promise<PersonDistance[][]> => {
    const found = await engine.search(references, probes, wanted);
    const people = found.map((neighbours, i) => {
      const near = [...neighbours.map(({ row }) => stored[row]), ...added];
      return firstOfEach(near.map((one) => measure(one, probes[i])).sort(byDistance));
    });
    // Added references don't count: they are all there, however far, while closer ones of the
    // search may still be missing.
    const enough = found.every(
      (neighbours) => new Set(neighbours.map(({ row }) => personIds[row])).size >= count,
    );
    if (enough || wanted >= stored.length) return people.map((list) => list.slice(0, count));
    return search(probes, count, wanted * 4);
  };

  return {
    references: () => stored.length + added.length,
    people: () => rowsOf.size,
    snapshot,
    closestPeople: (probes, count) => search(probes, count, count * REFERENCES_PER_PERSON),
    closestOf(personId, probe, finger) {
      return referencesOf(personId, finger)
        .map((reference) => measure(reference, probe))
        .sort(byDistance)[0];
    },
    referencesOf: (personId, finger) => referencesOf(personId, finger).length,
    add(reference) {
      added.push(reference);
      remember(reference);
    },
    added: () => added.length,
  };
}

function byDistance(one: PersonDistance, other: PersonDistance): number {
  return one.distance - other.distance || (one.templateId < other.templateId ? -1 : 1);
}

function firstOfEach(sorted: readonly PersonDistance[]): PersonDistance[] {
  const seen = new Set<PersonId>();
  return sorted.filter(({ personId }) => !seen.has(personId) && seen.add(personId));
}
