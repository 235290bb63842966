/**
 * Two parts of chimeric subjects, each by itself and fused: scales are fitted on every other
 * subject, and all error rates are those of the others.
 */
import { fitFusion, fuseAll } from '../../core/evaluation/fusion.ts';
import type { FusionMethod } from '../../core/evaluation/normalisers.ts';
import { sortAscending } from '../../core/evaluation/radix-sort.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import { AppError } from '../../core/failure.ts';
import type { SortedDistances } from '../../core/error-rates.ts';
import { ratesOf, type RuleRates } from './samples.ts';

export interface FusionInput {
  /** Of each part the distances of all pairs; NaN where it was not acquired. */
  readonly parts: readonly Float64Array[];
  /** Of each pair the subjects, numbered from 0; mated where they are the same. */
  readonly probes: Uint32Array;
  readonly references: Uint32Array;
}

export interface FusionAnalysis {
  /** Of each part by itself, in their order. */
  readonly parts: readonly RuleRates<string>[];
  readonly fused: readonly RuleRates<FusionMethod>[];
}

const METHODS: readonly FusionMethod[] = ['min-max', 'z-score', 'likelihood-ratio'];

/** @throws AppError `bad-input` where one of the halves has too few subjects */
export function analyseFusion(input: FusionInput): FusionAnalysis {
  const fitted = half(input, 0);
  const told = half(input, 1);
  const fits = fitted.parts.map((part) => populations(part, fitted.mated));
  const parts = told.parts.map((part, i) =>
    known(ratesOf(`part ${i + 1}`, populations(part, told.mated))),
  );
  if (fits.some(({ mated, nonMated }) => mated.length === 0 || nonMated.length === 0))
    throw tooFew();
  return {
    parts,
    fused: METHODS.map((method) => {
      const distances = fuseAll(fitFusion(method, fits), told.parts);
      return known(ratesOf(method, populations(distances, told.mated)));
    }),
  };
}

/** Pairs of which both subjects are of one half, and at least one part was acquired. */
function half({ parts, probes, references }: FusionInput, parity: 0 | 1) {
  const kept: number[] = [];
  probes.forEach((probe, i) => {
    if (probe % 2 !== parity || references[i] % 2 !== parity) return;
    if (parts.some((part) => !Number.isNaN(part[i]))) kept.push(i);
  });
  return {
    mated: Uint8Array.from(kept, (i) => (probes[i] === references[i] ? 1 : 0)),
    parts: parts.map((part) => Float64Array.from(kept, (i) => part[i])),
  };
}

function populations(distances: Float64Array, mated: Uint8Array): Populations {
  const of = (kind: number) => {
    const some = distances.filter((distance, i) => mated[i] === kind && !Number.isNaN(distance));
    sortAscending(some);
    return some as SortedDistances; // Sorted in the line above.
  };
  return { mated: of(1), nonMated: of(0) };
}

function known<Value>(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw tooFew();
}

function tooFew(): AppError {
  return new AppError(
    'bad-input',
    'Expected two or more subjects with two captures of both parts in either half for a fusion but ' +
      'received fewer; add captures of more people.',
  );
}
