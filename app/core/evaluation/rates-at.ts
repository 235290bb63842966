/** What one threshold does to two populations, in counts, rates and bounds. */
import { countAtOrBelow, lowerBound, upperBound } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import { DECISION } from '../parameters.ts';
import type { Distance, Rate } from '../vocabulary.ts';
import type { Populations } from './populations.ts';

export interface RatesAt {
  readonly threshold: Distance;
  /** Non-mated comparisons, and how many of them matched. */
  readonly nonMated: number;
  readonly falseMatches: number;
  readonly falseMatchRate: Rate;
  /** Clopper-Pearson, each one-sided at 95 %: together they hold 90 %. */
  readonly falseMatchLowerBound: Rate;
  readonly falseMatchUpperBound: Rate;
  /** Mated comparisons, and how many of them did not match. */
  readonly mated: number;
  readonly falseNonMatches: number;
  readonly falseNonMatchRate: Rate;
  readonly falseNonMatchLowerBound: Rate;
  readonly falseNonMatchUpperBound: Rate;
}

/** @throws where one of the populations is empty: a rate of nothing does not exist */
export function ratesAt({ mated, nonMated }: Populations, threshold: Distance): RatesAt {
  const matches = boundedShare(countAtOrBelow(nonMated, threshold), nonMated.length);
  const misses = boundedShare(mated.length - countAtOrBelow(mated, threshold), mated.length);
  return {
    threshold,
    nonMated: nonMated.length,
    falseMatches: matches.events,
    falseMatchRate: matches.rate,
    falseMatchLowerBound: matches.lowerBound,
    falseMatchUpperBound: matches.upperBound,
    mated: mated.length,
    falseNonMatches: misses.events,
    falseNonMatchRate: misses.rate,
    falseNonMatchLowerBound: misses.lowerBound,
    falseNonMatchUpperBound: misses.upperBound,
  };
}

/** Events among trials, with the two one-sided Clopper-Pearson bounds of their rate. */
export interface BoundedShare {
  readonly events: number;
  readonly trials: number;
  readonly rate: Rate;
  readonly lowerBound: Rate;
  readonly upperBound: Rate;
}

export function boundedShare(events: number, trials: number): BoundedShare {
  invariant(trials > 0, 'a rate needs at least one comparison');
  return {
    events,
    trials,
    rate: (events / trials) as Rate,
    lowerBound: lowerBound(events, trials, DECISION.confidence),
    upperBound: upperBound(events, trials, DECISION.confidence),
  };
}
