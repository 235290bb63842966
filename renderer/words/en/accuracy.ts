import { formatCount, plural } from '../format.ts';

export const accuracy = {
  title: 'Accuracy',
  lead: 'How often it is wrong, on whose captures, and how sure that is',
  policies: 'Limits per use',
  measure: 'Measure on your own captures',
  states: {
    active: 'In use',
    inactive: 'Not in use',
    'other-model': 'Of another model',
  },
  origins: { shipped: 'Came with the program', site: 'Your own' },
  activate: 'Use this one',
  activated: (name: string) => `Decisions are taken by ${name} from now on`,
  remove: 'Remove',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText:
    'Its thresholds and figures will be gone. Certificates of past decisions keep theirs.',
  removeActive:
    'It is in use: decisions go back to the thresholds that came with the program. Certificates of past decisions keep theirs.',
  points: 'Thresholds',
  target: 'Wrong matches',
  limit: 'Limit',
  falseMatches: 'Different people that matched',
  atMost: 'At most (95 %)',
  turnedAway: 'Right people turned away',
  ofMany: (events: string, all: string) => `${events} of ${all}`,
  marginTitle: 'The margin and the data',
  marginPuts: 'The margin puts the limit at',
  dataPut: 'The data have both errors equal at',
  untuned: (fmr: string, fnmr: string) =>
    `${fmr} of different people match, ${fnmr} of right ones not`,
  equalErrors: (rate: string, interval: readonly string[] | undefined) =>
    interval ? `${rate} (${interval.join(' to ')}, by person)` : rate,
  insideMargin: (margin: string) => `Inside the margin of ${margin}`,
  inside: (mated: string, nonMated: string) =>
    `${mated} of comparisons of one person, ${nonMated} of different people`,
  objective: 'What it was trained for',
  findings: (count: number) => `${plural(count, 'doubt', 'doubts')} about the data`,
  findingsLead:
    'A wrong label makes a system look worse than it is. Look at these before you trust the figures.',
  moreFindings: (count: number) => `${formatCount(count)} more are in the report.`,
  measureTitle: 'Measure on your own captures',
  measureLead:
    'Choose a folder of captures of which it is known who is who. Every one is compared with every other; nothing is enrolled, and no image is kept.',
  what: 'What is measured',
  choose: 'Choose a folder',
  another: 'Choose another',
  files: (count: number) => plural(count, 'file', 'files'),
  modality: 'Modality',
  rule: 'Who is who',
  rules: {
    folder: 'The folder’s name is the person',
    pattern: 'The file’s name says it, by a pattern',
  },
  pattern: 'Pattern',
  patternHint: 'For example {person}_{n}, or {finger}_{impression}',
  dpi: 'Resolution',
  setName: 'What reports call it',
  setHint: 'For example: front door, autumn 2026',
  reads: 'The first files are read as:',
  nobody: 'nobody',
  run: 'Measure',
  jobName: (folder: string) => `Measuring ${folder}`,
  result: 'What was measured',
  counts: (captures: number, whose: string, mated: number, nonMated: number) =>
    `${plural(captures, 'capture', 'captures')} of ${whose}: ${plural(mated, 'comparison', 'comparisons')} of one and the same, ${formatCount(nonMated)} of different ones.`,
  whose: {
    face: (count: number) => plural(count, 'person', 'people'),
    fingerprint: (count: number) => plural(count, 'finger', 'fingers'),
  },
  loading: 'Reading what was measured',
  failed: (count: number) => `${plural(count, 'capture', 'captures')} could not be used.`,
  targets: 'Wrong matches to aim at',
  supported: 'measured',
  missing: (count: string) => `${count} comparisons missing`,
  wrongIn: 'Different people that match',
  rightOut: 'Right people turned away',
  atMostRate: (rate: string) => `at most ${rate} (95 %, by person)`,
  between: (low: string, high: string) => `${low} to ${high}`,
  det: 'One error against the other',
  detDescription: (equal: string) =>
    `Right people turned away against different people that match, on normal-deviate axes. Both are equal at ${equal}.`,
  reading: (fmr: string, fnmr: string) => `${fmr} match wrongly, ${fnmr} are turned away`,
  here: 'here',
  band: 'The band is how sure that is: 95 %, of wrong matches by person.',
  saveTitle: 'Save as calibration',
  saveLead:
    'Decisions of this model are then taken by these thresholds. Targets that the captures can’t support are left out: for those, limits follow the trend of what was measured, and say so.',
  nothingSupported:
    'These captures are too few: targets over a whole decade, from 1 in 10 to 1 in 100, must be measured, with 30 wrong matches behind each. Add captures of more people.',
  beyond: (rate: string, asked: readonly string[]) =>
    `Measured down to ${rate}. ${asked.join(', ')}: there, limits follow the trend of what was measured, and every decision says so.`,
  asks: (uses: string, count: number, rate: string) =>
    `${uses} ${count === 1 ? 'asks' : 'ask'} for ${rate}`,
  name: 'Name',
  ruleOfThree: 'Also targets with 3 expected errors',
  save: 'Save and use',
  saved: (name: string) => `${name} is in use`,
  reportHtml: 'Report as HTML',
  reportPdf: 'Report as PDF',
  fileName: (set: string) => `accuracy-${set}`,
  lookAlikes: (count: number) =>
    count === 0
      ? 'No look-alikes known'
      : plural(count, 'pair of look-alikes', 'pairs of look-alikes'),
  lookAlikesLead:
    'People whose references are so close that one could pass for the other. The settings say what is asked of them.',
  guardDistance: (distance: string) => `Guard distance ${distance}.`,
  searched: (when: string) => `Everybody was searched ${when}.`,
  neverSearched: 'Everybody was never searched at once.',
  search: 'Search everybody',
  searchName: 'Search for look-alikes',
};
