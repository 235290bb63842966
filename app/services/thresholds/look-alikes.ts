/** Who else could be taken for a person: asked by whoever shows one, and searched for in the whole. */
import type { LookAlikeList, LookAlikeSearch } from '../../contract/look-alikes.ts';
import type { PersonDetails } from '../../contract/results.ts';
import type { EncoderScale } from '../../core/decision.ts';
import { referenceAt } from '../../core/features.ts';
import { MODALITIES, type Distance, type Modality, type PersonId } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { AlikePeople, LookAlikePair, Store } from '../../store/index.ts';
import { openGallery, type Gallery } from '../decisions/gallery.ts';
import { guardDistanceOf } from './guard.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import type { Policies } from './policies.ts';
import { activeScale } from './scales.ts';

export interface LookAlikes {
  /** By modality: the nearest other person, where inside the guard distance. */
  of(personId: PersonId): Promise<PersonDetails['lookAlikes']>;
}

export interface LookAlikeService extends LookAlikes {
  /** All pairs within the guard distance that are known, closest first. */
  list(modality: Modality): LookAlikeList;
  /** Goes through the whole gallery; exact. */
  search(modality: Modality, context: JobContext): Promise<LookAlikeSearch>;
}

/** Where nobody looks for any. */
export const NO_LOOK_ALIKES: LookAlikes = { of: () => Promise.resolve([]) };

/** References up to which a person's nearest other is searched anew whenever the person is shown. */
const SEARCHED_AT_ONCE = 10_000;
/** People asked of the search for each reference; the person itself is one of them. */
const CLOSEST = 5;
/** References in one request of a search through the whole gallery. */
const REFERENCES_A_REQUEST = 32;
/** Pairs in a list: more are looked at by nobody. */
const MOST_LISTED = 500;

export function createLookAlikes(parts: {
  readonly engine: Engine;
  readonly store: Store;
  readonly policies: Policies;
}): LookAlikeService {
  const { engine, store, policies } = parts;
  const scales = () =>
    MODALITIES.filter((modality) => engine.facts.scales[modality]).map((modality) =>
      activeScale(parts, modality),
    );
  const guardOf = (scale: EncoderScale): Distance | undefined =>
    guardDistanceOf(scale, store.templates.sizeOf(scale.modality, scale.modelId), policies, 'desk');

  /** Also remembers them, for the guard. */
  async function searchFor(
    personId: PersonId,
    scale: EncoderScale,
    within: Distance,
  ): Promise<void> {
    const { modality, modelId } = scale;
    const own = store.templates.listOfPerson(personId, modality, modelId);
    if (own.length === 0) return;
    const gallery = openGallery(store, engine, scale);
    const closest = await gallery.closestPeople(
      own.map(({ features }) => features),
      CLOSEST,
    );
    const pairs = closest.flatMap((people, i) =>
      people
        .filter((other) => other.personId !== personId && other.distance <= within)
        .map(({ templateId: otherTemplateId, distance }) => {
          return { templateId: own[i].id, otherTemplateId, distance };
        }),
    );
    store.lookAlikes.add(pairs);
  }

  return {
    async of(personId) {
      const found = [];
      for (const scale of scales()) {
        const { modality, modelId } = scale;
        const guardDistance = guardOf(scale);
        if (guardDistance === undefined) continue;
        const { references } = store.templates.sizeOf(modality, modelId);
        if (references <= SEARCHED_AT_ONCE) await searchFor(personId, scale, guardDistance);
        const nearest = store.lookAlikes.nearestOf(personId, modality, modelId);
        if (!nearest || nearest.distance > guardDistance) continue;
        const { externalId, displayName } = store.people.get(nearest.otherId);
        const { distance } = nearest;
        found.push({ modality, externalId, displayName, distance, guardDistance });
      }
      return found;
    },

    list(modality) {
      const scale = activeScale(parts, modality);
      const { modelId } = scale;
      const guardDistance = guardOf(scale);
      const scan = store.lookAlikes.lastScan(modality, modelId);
      const pairs =
        guardDistance === undefined
          ? []
          : store.lookAlikes.list(modality, modelId, guardDistance, MOST_LISTED);
      return {
        modality,
        ...store.templates.sizeOf(modality, modelId),
        ...(guardDistance !== undefined && { guardDistance }),
        ...(scan && { searchedAt: scan.at }),
        pairs: pairs.map((pair) => named(pair, store)),
      };
    },

    async search(modality, context) {
      const scale = activeScale(parts, modality);
      const gallery = openGallery(store, engine, scale);
      const size = { people: gallery.people(), references: gallery.references() };
      const guardDistance = guardDistanceOf(scale, size, policies, 'desk');
      const pairs =
        guardDistance === undefined ? [] : await allPairs(gallery, guardDistance, context);
      store.transaction(() => {
        // References that were removed meanwhile are in no pair any more.
        const there = pairs.filter(({ templateId, otherTemplateId }) =>
          [templateId, otherTemplateId].every((id) => store.templates.ownerOf(id) !== undefined),
        );
        const scan = { guardDistance: guardDistance ?? (0 as Distance), people: size.people };
        store.lookAlikes.replace(modality, scale.modelId, scan, there);
      });
      const { pairs: listed } = this.list(modality);
      return { modality, people: size.people, pairs: listed.length };
    },
  };
}

async function allPairs(
  gallery: Gallery,
  within: Distance,
  { signal, progress }: JobContext,
): Promise<LookAlikePair[]> {
  const { templateIds, personIds, references } = gallery.snapshot;
  const found: LookAlikePair[] = [];
  for (let row = 0; row < templateIds.length; row += REFERENCES_A_REQUEST) {
    throwIfCancelled(signal);
    progress('searching', row, templateIds.length);
    const rows = templateIds.slice(row, row + REFERENCES_A_REQUEST).map((_, i) => row + i);
    const probes = rows.map((at) => referenceAt(references, at));
    const closest = await gallery.closestPeople(probes, CLOSEST);
    closest.forEach((people, i) => {
      for (const { personId, templateId: otherTemplateId, distance } of people) {
        if (personId === personIds[rows[i]] || distance > within) continue;
        found.push({ templateId: templateIds[rows[i]], otherTemplateId, distance });
      }
    });
  }
  progress('searching', templateIds.length, templateIds.length);
  return found;
}

function named({ personId, otherId, distance }: AlikePeople, store: Store) {
  const nameOf = (id: PersonId) => {
    const { externalId, displayName } = store.people.get(id);
    return { externalId, displayName };
  };
  return { one: nameOf(personId), other: nameOf(otherId), distance };
}
