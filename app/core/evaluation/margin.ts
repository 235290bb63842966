/**
 * From the margin to the threshold: where the training objective puts it, where the data put it,
 * and how the two populations lie to both.
 */
import type { EncoderScale } from '../decision.ts';
import { countAtOrBelow, type SortedDistances } from '../error-rates.ts';
import type { Distance } from '../vocabulary.ts';
import { countBelow, type Populations } from './populations.ts';
import { boundedShare, ratesAt, type BoundedShare, type RatesAt } from './rates-at.ts';

/** How one population lies on the scale: three shares that add up to 1. */
export interface MarginShares {
  /** At or below the untuned threshold. */
  readonly withinUntuned: BoundedShare;
  /** Above the untuned threshold and below the margin. */
  readonly betweenUntunedAndMargin: BoundedShare;
  /** At the margin or beyond it: of training, nothing more was asked of such a non-mated pair. */
  readonly beyondMargin: BoundedShare;
  /** Below the margin: the first two together. */
  readonly insideMargin: BoundedShare;
}

/** Where a threshold that was tuned on data lies. */
export interface TunedThreshold {
  readonly threshold: Distance;
  /** From the untuned threshold: below 0 where the data ask for a stricter one. */
  readonly shift: number;
  /** As a share of the margin: tuning is expected to stay within (0, 1). */
  readonly shareOfMargin: number;
}

export interface MarginFacts {
  readonly objective: string;
  readonly margin: Distance;
  readonly untunedThreshold: Distance;
  readonly atUntuned: RatesAt;
  readonly mated: MarginShares;
  readonly nonMated: MarginShares;
  /** In the order of the thresholds that were given. */
  readonly tuned: readonly TunedThreshold[];
}

export function marginFacts(
  scale: Pick<EncoderScale, 'objective' | 'margin' | 'untunedThreshold'>,
  populations: Populations,
  tunedThresholds: readonly Distance[] = [],
): MarginFacts {
  const { objective, margin, untunedThreshold } = scale;
  const shares = (distances: SortedDistances) => marginShares(distances, margin, untunedThreshold);
  return {
    objective,
    margin,
    untunedThreshold,
    atUntuned: ratesAt(populations, untunedThreshold),
    mated: shares(populations.mated),
    nonMated: shares(populations.nonMated),
    tuned: tunedThresholds.map((threshold) => ({
      threshold,
      shift: threshold - untunedThreshold,
      shareOfMargin: threshold / margin,
    })),
  };
}

function marginShares(
  distances: SortedDistances,
  margin: Distance,
  untunedThreshold: Distance,
): MarginShares {
  const share = (events: number) => boundedShare(events, distances.length);
  const inside = countBelow(distances, margin);
  const within = Math.min(inside, countAtOrBelow(distances, untunedThreshold));
  return {
    withinUntuned: share(within),
    betweenUntunedAndMargin: share(inside - within),
    beyondMargin: share(distances.length - inside),
    insideMargin: share(inside),
  };
}
