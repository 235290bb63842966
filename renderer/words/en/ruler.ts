import { formatDistance, formatOdds } from '../format.ts';

export const ruler = {
  distance: 'Distance',
  limit: 'Limit',
  margin: 'Margin',
  closer: 'closer',
  farther: 'farther',
  mated: 'Same person',
  nonMated: 'Different people',
  falseMatches: (rate: number) => `${formatOdds(rate)} comparisons`,
  /** The whole drawing in a sentence or two. */
  description: (facts: {
    readonly distance?: number;
    readonly threshold: number;
    readonly margin: number;
    readonly undecidedThreshold?: number;
    readonly falseMatchRate?: number;
  }) =>
    [
      facts.distance === undefined ? '' : `Distance ${formatDistance(facts.distance)}.`,
      `A match is at most ${formatDistance(facts.threshold)}.`,
      facts.undecidedThreshold === undefined
        ? ''
        : `Undecided up to ${formatDistance(facts.undecidedThreshold)}.`,
      facts.falseMatchRate === undefined
        ? ''
        : `About ${formatOdds(facts.falseMatchRate)} comparisons of different people comes as close.`,
      `The margin is ${formatDistance(facts.margin)}.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  drag: 'Limit: move it with the arrow keys',
};
