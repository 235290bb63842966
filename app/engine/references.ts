/** The references that a 1:N search goes through: the last ones that were loaded. */
import {
  joinReferences,
  referenceAt,
  referenceCount,
  type ReferenceSet,
} from '../core/features.ts';
import { AppError, invariant } from '../core/failure.ts';
import type { AnchorComparison } from '../core/fingerprint/compare.ts';
import { createAnchorIndex, type AnchorIndex } from '../core/fingerprint/search.ts';
import { findClosest, type Neighbour } from '../core/search.ts';
import type { AnchorTemplate, Features } from '../core/vocabulary.ts';
import type { EngineRequest } from './protocol.ts';

export interface References {
  load(request: EngineRequest & { kind: 'load-references' }): void;
  /** @param comparison of the fingerprints that were loaded */
  search(
    request: EngineRequest & { kind: 'search' },
    comparison: AnchorComparison | undefined,
  ): Neighbour[][];
}

type Search = (probe: Features, count: number) => Neighbour[];

export function createReferences(): References {
  let loaded: { readonly set: number; readonly parts: ReferenceSet[] } | undefined;
  /** Made of the parts at the first search. */
  let search: Search | undefined;
  return {
    load({ set, first, part }) {
      if (first) loaded = { set, parts: [] };
      if (loaded?.set !== set) {
        throw new AppError('internal', 'Expected the first part of the references first.');
      }
      loaded.parts.push(part);
      search = undefined;
    },
    search({ set, probes, count }, comparison) {
      if (loaded?.set !== set) {
        throw new AppError(
          'internal',
          'Expected loaded references for a search but received none.',
        );
      }
      search ??= searchIn(joinReferences(loaded.parts.splice(0)), comparison);
      return probes.map((probe) => search?.(probe, count) ?? []);
    },
  };
}

function searchIn(set: ReferenceSet, comparison: AnchorComparison | undefined): Search {
  if (set.modality === 'face') {
    return (probe, count) => {
      invariant(probe instanceof Float32Array, 'faces are searched for by an embedding');
      return findClosest(set, probe, count);
    };
  }
  invariant(comparison, 'fingerprints are compared by their manifest');
  // Their set is packed templates, and so is a row of it.
  const rows = Array.from(
    { length: referenceCount(set) },
    (_, row) => referenceAt(set, row) as AnchorTemplate,
  );
  const index: AnchorIndex = createAnchorIndex(rows, comparison);
  return (probe, count) => {
    invariant(probe instanceof Uint8Array, 'fingerprints are searched for by their anchors');
    return index.findClosest(probe, count);
  };
}
