import { formatCount, formatDistance, formatOdds, formatPercent } from '../format.ts';

export const certificate = {
  title: 'Decision certificate',
  lead: 'Everything that this decision stands on. It can be checked by anybody who has the same models.',
  outcome: 'Outcome',
  who: 'Person',
  erased: 'Erased since',
  when: 'Decided',
  use: 'Where',
  modality: 'Kind of capture',
  finger: 'Finger',
  distance: 'Distance',
  threshold: 'Threshold',
  undecidedThreshold: 'Undecided up to',
  margin: 'Margin',
  untunedThreshold: 'Threshold by training alone',
  references: 'References compared with',
  claim: 'False match rate (FMR)',
  claimMeasured: (rate: number, confidence: number, errors: number, comparisons: number) =>
    `At most ${formatPercent(rate)} with ${formatPercent(confidence)} confidence: ${formatCount(errors)} of ${formatCount(comparisons)} comparisons of different people matched.`,
  claimExtrapolated: (rate: number) =>
    `About ${formatOdds(rate)}, extrapolated: it is beyond what was measured.`,
  calibration: 'Measured on',
  calibrationOld: 'With an earlier model: no longer the one in use.',
  model: 'Model',
  attempt: 'Attempt',
  sha256: 'Hash of this certificate',
  exact: (distance: number) => formatDistance(distance, 6),
  savePdf: 'Save as PDF',
  fileName: (id: string) => `certificate-${id}`,
};
