import {
  forEachPair,
  pairCount,
  type ListedPairs,
  type Pairs,
} from '../../core/evaluation/pairs.ts';

/** The same pairs, one by one. */
export function listPairs(pairs: Pairs): ListedPairs {
  if (pairs.kind === 'listed') return pairs;
  const probes = new Uint32Array(pairCount(pairs));
  const references = new Uint32Array(probes.length);
  forEachPair(pairs, (probe, reference, place) => {
    probes[place] = probe;
    references[place] = reference;
  });
  return { kind: 'listed', probes, references };
}
