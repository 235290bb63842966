import { formatCount, formatDistance, formatOdds, plural } from '../format.ts';

export const verify = {
  title: 'Verify',
  identifyTitle: 'Identify',
  mode: 'What to ask',
  modeVerify: 'Is it this person?',
  modeIdentify: 'Who is it?',
  modality: 'Kind of capture',
  source: 'Where the capture comes from',
  sourceCamera: 'Camera',
  sourceFile: 'File',
  person: 'Who should it be?',
  finger: 'Which finger',
  resolution: 'Resolution',
  resolutionUnit: 'dpi',
  resolutionHint: 'Only where the file does not say it',
  resolutionFirst: 'Correct the resolution or leave it empty, then take the capture.',

  /** Before anything was decided. */
  idleVerify: 'Is this the person?',
  idleIdentify: 'Who is this?',
  idlePick: 'Find the person by name or number, then take a capture.',
  idleCapture: (name: string) => `Take a capture of ${name}.`,
  idleIdentifyText: (people: number) =>
    `Take a capture. It is compared with ${plural(people, 'person', 'people')}.`,
  deciding: 'Comparing',
  unknown: (externalId: string) =>
    `Nobody is enrolled under ${externalId}. Find the person by name or number.`,
  gone: (name: string) => `${name} is no longer enrolled. Find the person again.`,
  goneText: 'This person is no longer enrolled, or has another number. Find the person again.',
  tooFew: 'Find the person first, then take the capture.',

  /** Headlines of a decision. */
  matchTitle: (name: string) => `Matches ${name}`,
  nonMatchTitle: (name: string) => `Does not match ${name}`,
  undecidedTitle: 'Not certain enough',
  notAcquiredTitle: 'The capture can’t be used',
  noReferenceTitle: 'Nothing to compare with',
  nobodyTitle: 'Nobody who is enrolled',
  failedTitle: 'It could not be decided',

  distanceAgainst: (distance: number, limit: number) =>
    `Distance ${formatDistance(distance)}, limit ${formatDistance(limit)}.`,
  closeCall: (distance: number, limit: number) =>
    `Distance ${formatDistance(distance, 4)}, limit ${formatDistance(limit, 4)}.`,
  promise: (rate: number, name: string) =>
    `At this limit, ${formatOdds(rate)} other people would be taken for ${name}.`,
  promiseSearch: (rate: number) =>
    `At this limit, ${formatOdds(rate)} people who are not enrolled would be taken for somebody who is.`,
  weakest: (fact: string, value: string) =>
    `The weakest point of the capture: ${fact.toLowerCase()} (${value}).`,
  adviceNonMatch: 'Check that it is the right name, then take another capture.',
  adviceNonMatchPoor: 'Take a better capture before you decide.',
  adviceUndecided: 'Take a better capture, or add another one.',
  adviceGuardSecond: (other: string) =>
    `Somebody else who is enrolled looks much alike. Add a ${other} to be certain.`,
  adviceGuardBoth:
    'Somebody else who is enrolled looks much alike, so face and fingerprint must each match. Take a better capture of the one that does not.',
  adviceGuardStricter:
    'Somebody else who is enrolled looks much alike, so the limit is stricter for this person.',
  noReferenceText: (name: string, modality: string) =>
    `${name} has no ${modality.toLowerCase()} on record.`,
  noReferenceFinger: (name: string, finger: string) =>
    `${name} has no ${finger.toLowerCase()} on record.`,
  noReferenceAdvice: 'Enrol one, or choose another kind of capture.',
  nobodyText: (people: number) =>
    `Compared with ${plural(people, 'person', 'people')}: nobody is close enough.`,
  nobodyEnrolled: (modality: string) => `Nobody has a ${modality.toLowerCase()} on record.`,
  undecidedIdentify:
    'The closest person is almost close enough. Verify that person with another capture.',

  next: 'Next person',
  nextIdentify: 'Next',
  again: 'Once more',
  addSecond: 'Add a capture',
  secondHeld: (count: number) =>
    `${plural(count, 'capture is', 'captures are')} kept for one decision together.`,
  secondDrop: (count: number) => (count === 1 ? 'Leave out the first' : 'Leave them out'),
  enrolReference: (name: string) => `Enrol ${name}`,

  capture: 'Capture',
  comparedWith: (count: number) =>
    count === 1 ? 'Reference' : `Closest of ${formatCount(count)} references`,
  enrolledOn: (date: string) => `Enrolled ${date}`,
  fused: (count: number) => `One decision over ${plural(count, 'capture', 'captures')}`,
  leftOut: (what: string, why: string) => `${what} left out: ${why}`,

  candidates: 'Closest people',
  candidatesHint: 'The closest first; only those within the limit match.',
  openPerson: (name: string) => `Open ${name}`,

  firstRunTitle: 'Nobody is enrolled yet',
  firstRunText:
    'Try everything at once with synthetic people: their fingerprints are drawn by this program and belong to nobody. You can remove them with one click.',
  firstRunStart: 'Try with synthetic people',
  firstRunEnrol: 'Enrol a person',
  demoName: 'Synthetic people',
  demoBanner:
    'Some of the people are synthetic: drawn by this program, to try it with. They exist only in this store.',
  demoRemove: 'Remove them',
  demoRemoved: (people: number) =>
    `${plural(people, 'synthetic person was', 'synthetic people were')} removed`,
  demoPrints: 'Synthetic prints to try',
  demoPrintsHint: 'None of them is enrolled. Take one of the person, or one of somebody else.',
  demoPrint: (number: number, name: string) => `Print ${number}, of ${name}`,
};
