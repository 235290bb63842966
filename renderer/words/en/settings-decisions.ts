/** The settings of what counts as a match. */
import { formatCount, formatDistance, formatOdds, formatPercent, plural } from '../format.ts';

export const decisions = {
  lead: 'How often may the wrong person be accepted? Fewer wrong ones means turning away more of the right ones: both rates were measured, and stand side by side.',
  use: { desk: 'Desk', kiosk: 'Kiosk', audit: 'Audit' },
  uses: 'Where it is decided',
  verification: 'Is it this person? (1:1)',
  identification: 'Who is it? (1:N)',
  target: 'Wrong persons accepted, at most',
  band: 'Undecided band',
  bandNone: 'None: a match or no match',
  bandUpTo: (rate: number) => `Up to the limit for ${formatOdds(rate)}`,
  bandHint:
    'Distances beyond the limit, but within that of a looser rate, are told as undecided: somebody looks, or another capture is taken.',
  bandOfAudit: 'An audit has no undecided results: it uses the targets alone.',
  option: (rate: number) => formatOdds(rate),
  missing: (modality: string, comparisons: number) =>
    `${modality}: ${formatCount(comparisons)} comparisons are missing`,
  sentenceVerification: (rate: number) =>
    `Of wrong people who claim to be somebody, ${formatOdds(rate)} is accepted.`,
  sentenceIdentification: (rate: number) =>
    `Of searches for somebody who is not enrolled, ${formatOdds(rate)} names a person.`,
  sentenceReferences:
    'Each reference more is a chance to match by mistake: the limit grows stricter with it, so that the promise stays.',
  tableCaption: (question: string) =>
    `${question} What that means, as measured, for a person with one reference`,
  columns: {
    modality: 'Capture',
    threshold: 'Limit',
    falseNonMatch: 'Right persons turned away',
    evidence: 'Measured on',
  },
  falseNonMatch: (rate: number, mated: number) => `${formatPercent(rate)} of ${formatCount(mated)}`,
  evidence: (falseMatches: number, comparisons: number, set: string) =>
    `${set}: ${plural(falseMatches, 'wrong match', 'wrong matches')} in ${formatCount(comparisons)} comparisons`,
  extrapolated: 'beyond what was measured: continued to the strict side',
  threshold: (distance: number) => formatDistance(distance, 3),
  support: {
    supported: 'Measured well: 30 wrong matches or more',
    'rule-of-three': 'Measured, with few wrong matches: the bound is wide',
    unsupported: 'Too few comparisons were measured',
  },
  changed: (use: string) => `rates of the ${use.toLowerCase()}`,
};

export const lookAlikes = {
  lead: 'Some people have a twin or a double who is enrolled as well, closer than the guard distance. What is asked of them?',
  policy: 'For people who have a look-alike',
  options: {
    nothing: { label: 'Nothing more', hint: 'The limit is that of everybody.' },
    stricter: {
      label: 'A stricter limit',
      hint: 'A tenth of the rate of wrong acceptances. Some of their captures have to be repeated.',
    },
    'second-modality': {
      label: 'A second capture of another kind',
      hint: 'A face alone, or a finger alone, is told as undecided until the other agrees.',
    },
  },
  changed: 'look-alikes',
};
