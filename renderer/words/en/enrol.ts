import type { EnrolmentRefusal } from '../../../app/contract/results.ts';
import { formatCount, formatDate, formatDistance, formatList, plural } from '../format.ts';

/** What is asked for while captures are taken, one after another; the last one goes on. */
const faceHints: readonly string[] = [
  'Look straight into the camera',
  'Turn the head slightly to the left',
  'Turn the head slightly to the right',
  'Once more, looking straight ahead',
];

const printHints: readonly string[] = [
  'Lay the finger flat on the sensor',
  'Lift it, then lay it down again',
  'Lay it down a little further to the left',
  'Lay it down a little further to the right',
  'Lay it down with a little more of the tip',
];

const refusalTitles: Readonly<Record<EnrolmentRefusal, string>> = {
  'no-usable-image': 'None of the samples can be used',
  'samples-disagree': 'The samples don’t agree with each other',
  'resembles-another-person': 'Somebody who is enrolled looks alike',
  'image-of-another-person': 'One of these images is enrolled for somebody else',
};

const refusalTexts: Readonly<Record<EnrolmentRefusal, string>> = {
  'no-usable-image': 'Go back and take better ones.',
  'samples-disagree':
    'They may show different people, or different fingers. Remove those that don’t belong, or take them again.',
  'resembles-another-person':
    'It may be the same person under another number: ask them. If so, add the samples to that number.',
  'image-of-another-person': 'The very same image can’t show two people. Ask whose it is.',
};

export const enrol = {
  title: 'Enrol',
  titleOf: (name: string) => `Enrol ${name}`,
  addTo: (name: string) => `Add samples of ${name}`,
  import: 'Import a folder',
  steps: {
    label: 'Steps',
    who: 'Person and consent',
    capture: 'Samples',
    review: 'Review',
    state: { done: 'done', now: 'now', later: 'later' },
  },
  back: 'Back',

  who: 'Person',
  externalId: 'Number',
  externalIdHint: 'Your own key for the person: a badge or file number',
  name: 'Name',
  nameHint: 'Left empty, the number serves as the name',
  consent: 'Consent',
  consentText: 'Asked before anything is captured, and stored together with the samples.',
  consentRenew: (date: string) =>
    `The last consent ran out on ${formatDate(date)}: record a new one.`,
  consentNone: 'No consent is on record for this person.',
  consentHolds: (date: string, purpose: string) =>
    `Consent holds until ${formatDate(date)}: ${purpose}`,
  there: (name: string) => `${name} is enrolled`,
  thereNone: 'There are no samples yet.',
  thereHas: (parts: readonly string[]) => `On record: ${formatList(parts)}.`,
  thereAdds: 'New samples are added to those that are there.',
  faces: (count: number) => plural(count, 'face', 'faces'),
  prints: (finger: string, count: number) =>
    `${plural(count, 'impression', 'impressions')} of the ${finger.toLowerCase()}`,
  openPerson: 'Open the person',
  toCapture: 'Take samples',

  modality: 'Kind of sample',
  source: 'Where samples come from',
  sourceCamera: 'Camera',
  sourceFile: 'Files',
  finger: 'Which finger',
  fingerAny: 'Not known',
  dpi: 'Resolution',
  dpiHint: 'Only where the files don’t say it',
  kindHeld: 'To choose another kind or finger, save or remove these samples first.',
  hintFor: { face: faceHints, fingerprint: printHints },
  askFor: (number: number, wanted: number) =>
    number <= wanted ? `Sample ${number} of ${wanted}` : `Sample ${number}`,
  apart: 'A sample does not belong',
  apartText: 'Remove it or take it again; else the review asks why it is enrolled all the same.',
  enough: 'That is enough',
  enoughText: 'Go on to the review, or take another sample to be surer.',
  more: 'Take another',
  fullText: 'Go on to the review, or remove one to make room for another.',
  most: (count: number) => `At most ${formatCount(count)} samples at once`,
  leftOver: (most: number, count: number) =>
    `At most ${formatCount(most)} samples at once: ${plural(count, 'file was', 'files were')} left out.`,
  filesHint: (modality: 'face' | 'fingerprint') =>
    modality === 'face'
      ? 'Several pictures of this one person; drop or paste them'
      : 'Several impressions of this one finger; drop or paste them',
  samples: 'Samples',
  samplesNone: 'No samples yet',
  samplesNoneText: {
    face: 'Three captures make a good reference: one straight, one to each side. The picture takes itself when it is good.',
    fingerprint:
      'Three impressions or more make a good reference, each laid down a little differently.',
  },
  sample: (number: number) => `Sample ${number}`,
  usable: (usable: number, wanted: number) => `${usable} of ${wanted}`,
  usableLabel: (usable: number, wanted: number) => `${usable} of ${wanted} samples can be used`,
  judging: 'Comparing',
  agree: (count: number) => `${plural(count, 'sample agrees', 'samples agree')} with each other`,
  apartFrom: (other: string, distance: number, limit: number) =>
    `Too far from ${other}: distance ${formatDistance(distance)}, limit ${formatDistance(limit)}`,
  theStored: 'what is on record',
  alreadyEnrolled: 'This image is on record already',
  sameImage: 'The same image as another one here',
  removeSample: (title: string) => `Remove: ${title}`,
  retakeSample: (title: string) => `Take again: ${title}`,
  retaking: (title: string) => `Taking again: ${title}`,
  keep: 'Keep it',
  toReview: 'Review',
  fewer: (wanted: number) =>
    `Fewer than ${wanted} usable samples: the person will be recognised less surely.`,

  nothingFound: 'Nothing stands against it',
  nothingFoundText: (people: string) => `The samples agree, and ${people}.`,
  nobodyAlike: 'nobody who is enrolled looks alike',
  oneSample: 'Nobody who is enrolled looks alike.',
  refusalTitles,
  refusalTexts,
  alike: (name: string, externalId: string) => `${name} (${externalId})`,
  addInstead: (externalId: string) => `Add to ${externalId} instead`,
  alikeDistance: (sample: string, distance: number, limit: number) =>
    `${sample}: distance ${formatDistance(distance)}; look-alikes up to ${formatDistance(limit)}`,
  date: (iso: string) => formatDate(iso),
  override: 'Enrol all the same',
  overrideReason: 'Why',
  overrideHint: 'Goes into the activity with this enrolment',
  whoIsIt: 'Who',
  whatIsSaved: 'What is saved',
  saves: (count: number, what: string) => `${plural(count, 'reference', 'references')}: ${what}`,
  imagesDropped: 'The images themselves are not kept.',
  imagesKept: 'The images are kept too, sealed in the store.',
  unusableLeft: (count: number) =>
    `${plural(count, 'sample', 'samples')} that can’t be used will be left out.`,
  save: (name: string) => `Enrol ${name}`,
  saveMore: (count: number) => `Add ${plural(count, 'sample', 'samples')}`,

  goneMeanwhile: (name: string) =>
    `${name} was erased meanwhile. Record the consent anew to enrol; the samples are still here.`,
  doneTitle: (name: string) => `${name} is enrolled`,
  doneNothing: 'Nothing new was added',
  doneNothingText: 'All of these samples were on record already.',
  doneText: (added: number, total: number) =>
    `${plural(added, 'reference was', 'references were')} added; ${formatCount(total)} on record.`,
  doneWanting: (finger: string, count: number) =>
    `${plural(count, 'more impression', 'more impressions')} of the ${finger.toLowerCase()} would make it surer.`,
  next: 'Enrol the next person',
  verifyNow: 'Verify now',
  anotherFinger: 'Another finger',
  addPrints: 'Add fingerprints',
  addFace: 'Add faces',

  leaveTitle: 'Leave without saving?',
  leaveText: (count: number) =>
    `${plural(count, 'sample', 'samples')} will be gone: nothing is kept until it is saved.`,
  leave: 'Leave',

  folder: {
    title: 'Import a folder',
    lead: 'Many people at once, from the pictures in a folder',
    what: 'What is imported',
    choose: 'Choose a folder',
    another: 'Choose another',
    chooseHint: 'with all folders inside it',
    rule: 'Who is who',
    rules: {
      folder: 'The folder’s name is the person',
      pattern: 'The file’s name says it, by a pattern',
      list: 'A CSV list says it',
    },
    ruleHints: {
      folder: 'people/A-1001/first.jpg is of A-1001',
      pattern:
        '{person} stands for the person, {finger} for the finger, anything else in braces is skipped',
      list: 'Columns person and path; where they are known also name and finger',
    },
    pattern: 'Pattern',
    patternHint: 'For example {person}_{n} for A-1001_3.png',
    patternMissing: 'Write the pattern to see whom it would enrol.',
    listHint: 'Choose the list to see whom it would enrol.',
    problemNext: {
      folder: 'Nothing was stored. Choose another folder.',
      pattern: 'Nothing was stored. Change the pattern.',
      list: 'Nothing was stored. Correct the list, then choose it again.',
    },
    fingerHint: 'Where neither the file’s name nor the list says it',
    consent: 'Consent of all of them',
    consentText: 'Recorded for every person who gets a reference. Import only people who agreed.',
    preview: 'Who would be enrolled',
    previewHint: 'Choose a folder to see whom it would enrol. Nothing is stored yet.',
    looking: 'Looking through the folder',
    found: (people: number, images: number) =>
      `${plural(people, 'person', 'people')} with ${plural(images, 'image', 'images')}`,
    foundNone: 'Nobody was found in this folder. Try another rule.',
    without: (count: number) =>
      `${plural(count, 'file says', 'files say')} nothing of a person and will be left out.`,
    missing: (count: number) =>
      `${plural(count, 'file of the list is', 'files of the list are')} not in this folder`,
    missingHint:
      'Files are missing. Choose the folder that the list’s paths begin in, or correct the list; else those images are left out, and the result says so.',
    andMore: (count: number) => `and ${formatCount(count)} more`,
    leftOut: (count: number) =>
      `${plural(count, 'image', 'images')} beyond a hundred of one person will be left out.`,
    single: (count: number) =>
      `${plural(count, 'person has', 'people have')} only one image: they will be recognised less surely.`,
    columns: {
      outcome: 'Result',
      externalId: 'Number',
      name: 'Name',
      images: 'Images',
      enrolled: 'On record',
      added: 'Added',
      references: 'References',
      why: 'Why',
      fingers: 'Fingers',
    },
    isEnrolled: 'Yes: samples are added',
    isNew: 'No: new',
    start: (people: number) => `Enrol ${plural(people, 'person', 'people')}`,
    startPlain: 'Enrol',
    jobName: (folder: string) => `Import of ${folder}`,
    peopleTable: 'People found',
    results: 'People of the import',
    stop: 'Stop',
    resultLead: (enrolled: number, all: number) =>
      `${formatCount(enrolled)} of ${plural(all, 'person', 'people')} enrolled`,
    failed: 'The import did not reach its end',
    failedText:
      'People who were enrolled by then are enrolled. Import the folder again: what is on record is left as it is.',
    again: 'Import another folder',
    running: 'The import goes on while you work elsewhere.',
    whyImages: (count: number, reason: string) =>
      `${plural(count, 'image', 'images')}: ${reason.toLowerCase()}`,
    whyAlike: (name: string, distance: number, limit: number) =>
      `Looks like ${name} (distance ${formatDistance(distance)}, limit ${formatDistance(limit)})`,
    whyDisagree: (distance: number, limit: number) =>
      `Samples don’t agree (distance ${formatDistance(distance)}, limit ${formatDistance(limit)})`,
    whyKnown: 'On record already',
  },
};
