import { formatCount, plural } from '../format.ts';

export const audit = {
  title: 'Audit',
  lead: 'A folder of captures against everybody enrolled',
  begin: 'New audit',
  noneTitle: 'No folder has been audited yet',
  noneText:
    'An audit reads every capture of a folder and says whom it shows: the right person, somebody else, or nobody who is enrolled. It can be paused, and goes on where it was.',
  folder: 'Folder',
  started: 'Begun',
  modality: 'Modality',
  state: 'State',
  files: 'Files',
  result: 'Result',
  right: (match: number, done: number) =>
    done === 0 ? 'nothing done yet' : `${formatCount(match)} of ${formatCount(done)} right`,
  stateOf: (state: 'planning' | 'running' | 'paused' | 'finished', done: number, files: number) => {
    const progress = `${formatCount(done)} of ${formatCount(files)}`;
    switch (state) {
      case 'planning':
        return 'Looking for files';
      case 'running':
        return `Running, ${progress}`;
      case 'paused':
        return `Paused, ${progress}`;
      case 'finished':
        return `Finished, ${plural(files, 'file', 'files')}`;
    }
  },
  newTitle: 'New audit',
  what: 'What is audited',
  choose: 'Choose a folder',
  another: 'Choose another',
  chooseHint: 'with all folders inside it',
  rule: 'Who is who',
  rules: {
    folder: 'The folder’s name is the person',
    pattern: 'The file’s name says it, by a pattern',
    manifest: 'A CSV list says it',
    none: 'Nobody says: search everybody',
  },
  ruleHints: {
    folder: 'captures/A-1001/desk.jpg shows A-1001',
    pattern:
      '{person} stands for the person, {finger} for the finger, anything else in braces is skipped',
    manifest: 'Columns path and person; for prints also finger',
    none: 'Every capture is compared with everybody who is enrolled',
  },
  pattern: 'Pattern',
  patternHint: 'For example {person}_{n} for A-1001_3.png',
  dpi: 'Resolution',
  dpiHint: 'Only where the files don’t say it, or say it wrongly',
  resumeHint: 'The same folder and rule go on with an audit that was interrupted.',
  previewTitle: 'How the first files are read',
  previewHint: 'Choose a folder to see whom its first files are said to show.',
  looking: 'Looking at the folder',
  patternMissing: 'Write a pattern to see whom the first files are said to show.',
  manifestMissing: 'Choose the CSV list to see whom the first files are said to show.',
  previewCount: (shown: number, files: number) =>
    files === 0
      ? 'There is no file in this folder.'
      : `${formatCount(shown)} of ${plural(files, 'file', 'files')}`,
  nobodyEnrolled: 'None of these people is enrolled: the rule may be another one.',
  file: 'File',
  claimed: 'Said to be',
  noClaim: 'nothing is said',
  notEnrolled: 'not enrolled',
  start: (files: number) => `Audit ${plural(files, 'file', 'files')}`,
  startPlain: 'Start',
  jobName: (folder: string) => `Audit of ${folder}`,
  pause: 'Pause',
  resume: 'Go on',
  remove: 'Remove',
  removeTitle: 'Remove this audit?',
  removeText:
    'Its results and lists will be gone from this program. The files in the folder are not touched.',
  unknownTitle: 'There is no such audit',
  tiles: 'Show only files that ended like this',
  rows: 'Files of the audit',
  search: 'Path or person',
  fresh: (count: number) => `Show ${formatCount(count)} new`,
  noneYet: 'No file is done yet',
  noneMatching: 'No file fits the filter',
  finger: 'Finger',
  distance: 'Distance',
  limit: 'Limit',
  found: 'Person',
  resembles: 'Resembles',
  reason: 'Reason',
  close: 'Close',
  loadingImage: 'Reading the file',
  claimedAs: (claim: string) => `Said to be ${claim}`,
  nobodyOfThatName: 'Nobody of that number is enrolled.',
  looksLike: (name: string) => `It resembles ${name}:`,
  reference: 'reference',
  references: 'references',
  face: 'Face',
  report: 'Save the report',
  reportTitle: 'Report',
  reportPartial: 'The audit is not finished: the report holds what is done so far.',
  reportName: (folder: string) => `audit-${folder}`,
  save: 'Save',
  saveAs: (format: string) => `Save as ${format}`,
  formats: {
    pdf: { name: 'PDF', what: 'To print and to file: summary, plots, everything to look at' },
    html: { name: 'HTML', what: 'The same for a browser; needs no network' },
    csv: { name: 'CSV', what: 'Every file, for a spreadsheet' },
    json: { name: 'JSON', what: 'Every file, for programs' },
    'duplicates-csv': { name: 'Duplicates as CSV', what: 'One person under two names' },
  },
};
