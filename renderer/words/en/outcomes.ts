/** What each outcome is called. The short word stands on badges, always beside its icon. */
export const outcomes = {
  match: 'Match',
  'non-match': 'No match',
  undecided: 'Undecided',
  'failure-to-acquire': 'Not usable',
  'no-reference': 'Nothing to compare with',
  enrolled: 'Enrolled',
  'failure-to-enrol': 'Not enrolled',
  'nothing-new': 'Nothing new',
  face: 'Face',
  fingerprint: 'Fingerprint',
  verification: 'Verification',
  identification: 'Identification',
  enrolment: 'Enrolment',
  desk: 'Desk',
  kiosk: 'Kiosk',
  audit: 'Audit',
};

/** Of one file of an audit. */
export const auditOutcomes = {
  match: 'Right person',
  mismatch: 'Somebody else',
  'not-enrolled': 'Not enrolled',
  ambiguous: 'Closer to another',
  'several-faces': 'Several faces',
  'no-face': 'No face',
  'no-finger': 'No fingerprint',
  poor: 'Too poor',
  unreadable: 'Unreadable',
};
