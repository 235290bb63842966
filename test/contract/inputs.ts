import { commands, type CommandInput, type CommandName } from '../../app/contract/commands.ts';
import type { Handlers } from '../../app/services/dispatch.ts';

type Complete = { readonly [Name in CommandName]: Required<CommandInput<Name>> };

const image = new Uint8Array([1, 2, 3]);
const audited = { folder: 'folder-0', rule: { kind: 'folder' }, manifest: 'path,person' } as const;

const FACE = { modality: 'face', face: 'main' } as const;
const AUDIT = '01234567-89ab-4cde-8f01-23456789abcd';

const CONSENT = {
  purpose: 'door',
  retainUntil: '2029-11-25',
  operator: 'Grace',
  form: 'on paper',
} as const;

const FILTER = {
  externalId: 'ada',
  kind: 'verification',
  outcome: 'undecided',
  modality: 'face',
  use: 'kiosk',
  from: '2026-11-01T00:00:00Z',
  until: '2026-12-01T00:00:00Z',
} as const;

const POLICY = { verificationRate: 0.001, identificationRate: 0.01, undecidedRate: 0.01 };

const SETTINGS = {
  appearance: 'dark',
  operator: 'Grace',
  camera: { deviceId: 'a', label: 'b', mirror: false, automaticShutter: false },
  policies: { desk: POLICY, kiosk: POLICY, audit: POLICY },
  retention: { attemptDays: 1, probeDays: 0, consentMonths: 12, keepImages: true },
  lookAlikes: { policy: 'nothing' },
  engine: { provider: 'cpu', faceEncoder: 'standard', lanes: 2 },
  kiosk: {
    mode: 'identify',
    modality: 'fingerprint',
    resultSeconds: 5,
    idleSeconds: 40,
    attemptsBeforeLockOut: 3,
    lockOutSeconds: 30,
    sound: false,
    greeting: 'Welcome',
  },
} as const;

const PRINT = { modality: 'fingerprint', dpi: 500, finger: 2 } as const;

/** For every command an input with everything in it. A command without one does not compile. */
export const COMPLETE: Complete = {
  'engine.describe': {},
  'store.describe': {},
  'comparison.compare': { probe: image, reference: image, capture: FACE, targetRate: 0.001 },
  'comparison.start': {
    folder: 'folder-0',
    pairs: [{ probe: 'a.jpg', reference: 'b.jpg', mated: true }],
    capture: { modality: 'fingerprint', dpi: 569 },
    targetRate: 0.001,
    withEmbeddings: true,
  },
  'enrolment.enrol': {
    externalId: 'ada',
    displayName: 'Ada',
    notes: 'first',
    images: [image],
    consent: CONSENT,
    capture: PRINT,
    allowLookAlike: true,
    allowDisagreement: true,
    overrideReason: 'twins',
    dryRun: true,
  },
  'enrolment.start': {
    folder: 'folder-0',
    people: [{ externalId: 'ada', displayName: 'Ada', images: [{ path: 'a.jpg', finger: 10 }] }],
    consent: CONSENT,
    capture: { modality: 'face', face: { index: 2 } },
    allowLookAlike: true,
    allowDisagreement: true,
  },
  'enrolment.plan': {
    folder: 'folder-0',
    modality: 'fingerprint',
    rule: { kind: 'pattern', pattern: '{person}_{finger}' },
  },
  'verification.verify': {
    externalId: 'ada',
    probe: image,
    capture: PRINT,
    use: 'kiosk',
    targetRate: 0.001,
  },
  'verification.fuse': {
    externalId: 'ada',
    captures: [
      { probe: image, capture: FACE },
      { probe: image, capture: PRINT },
    ],
    use: 'desk',
    targetRate: 0.001,
  },
  'identification.identify': {
    probe: image,
    capture: FACE,
    use: 'audit',
    targetRate: 0.001,
    count: 5,
  },
  'capture.assess': { probe: image, capture: PRINT },
  'capture.preview': { image, maxSide: 100 },
  'people.list': {
    search: 'ada',
    externalId: 'A-1',
    sort: 'displayName',
    descending: true,
    due: true,
    limit: 10,
    offset: 0,
  },
  'people.add': { externalId: 'ada', displayName: 'Ada', notes: 'first', consent: CONSENT },
  'people.recordConsent': { externalId: 'ada', consent: CONSENT },
  'people.removeTemplate': { externalId: 'ada', templateId: 'template' },
  'people.image': { externalId: 'ada', templateId: 'template' },
  'people.export': { externalId: 'ada' },
  'people.show': { externalId: 'ada', lookAlikes: true },
  'people.rename': { externalId: 'ada', displayName: 'Ada', newExternalId: 'eve', notes: '' },
  'people.remove': { externalId: 'ada' },
  'attempts.list': { ...FILTER, limit: 10, offset: 20, before: 'attempt' },
  'attempts.export': { ...FILTER, format: 'csv' },
  'attempts.show': { attemptId: 'attempt' },
  'attempts.certificate': { attemptId: 'attempt' },
  'attempts.replay': { attemptId: 'attempt' },
  'audit.preview': { ...audited, modality: 'fingerprint' },
  'audit.start': {
    ...audited,
    capture: FACE,
    targetRate: 0.001,
    identificationRate: 0.01,
    restart: true,
  },
  'audit.resume': { auditId: AUDIT },
  'audit.list': {},
  'audit.show': { auditId: AUDIT },
  'audit.rows': { auditId: AUDIT, outcomes: ['match'], search: 'a', limit: 10, offset: 5 },
  'audit.image': { auditId: AUDIT, path: 'a.jpg' },
  'audit.report': { auditId: AUDIT, format: 'csv' },
  'audit.remove': { auditId: AUDIT },
  'evaluation.start': {
    folder: 'folder-0',
    set: 'our door',
    protocol: { kind: 'fvc', rule: { kind: 'manifest' }, manifest: 'path,person' },
    capture: FACE,
    cache: false,
    slices: ['sensor'],
    samples: 3,
    fusedWith: {
      folder: 'folder-1',
      protocol: { kind: 'all-pairs', rule: { kind: 'folder' } },
      capture: { modality: 'fingerprint', dpi: 569 },
    },
    assertions: ['fnmr@fmr=1e-3 <= 0.05'],
  },
  'evaluation.at': { evaluationId: 'evaluation-1', threshold: 0.5 },
  'evaluation.report': { evaluationId: 'evaluation-1', format: 'html', thumbnails: true },
  'evaluation.comparisons': { evaluationId: 'evaluation-1', offset: 0, limit: 1_000 },
  'evaluation.clearCache': {},
  'guard.list': { modality: 'face' },
  'guard.search': { modality: 'fingerprint' },
  'calibration.list': { modality: 'face' },
  'calibration.save': { evaluationId: 'evaluation-1', name: 'our door', ruleOfThree: true },
  'calibration.activate': { id: 'shipped' },
  'calibration.remove': { id: 'ours' },
  'settings.show': {},
  'settings.save': { settings: SETTINGS },
  'settings.applyRetention': {},
  'kiosk.state': {},
  'kiosk.enter': {},
  'kiosk.leave': { pin: '1234' },
  'kiosk.setPin': { pin: '123456', currentPin: '1234' },
  'kiosk.reset': {},
  'kiosk.assess': { probe: image, dpi: 500 },
  'kiosk.verify': { code: 'ada', probe: image, dpi: 500 },
  'kiosk.identify': { probe: image, dpi: 500 },
  'demo.start': { people: 3 },
  'demo.remove': {},
  'shell.describe': {},
  'shell.chooseFolder': { purpose: 'audit' },
  'shell.saveFile': { suggestedName: 'report.csv', content: 'a,b' },
  'shell.savePdf': { suggestedName: 'report.pdf', html: '<p>' },
  'shell.quit': {},
  'synthesis.start': {
    folder: 'folder-0',
    people: 3,
    fingers: 2,
    impressions: 4,
    seed: 7,
    quality: 'poor',
    sensor: 'capacitive',
    format: 'wsq',
    force: true,
  },
  'job.cancel': { jobId: 'job-1' },
};

// The keys of the table are the names of commands.
export const NAMES = Object.keys(commands) as CommandName[];

/** Handlers that note what reaches them. */
export function stubHandlers(reached: (name: string, input: unknown) => unknown): Handlers {
  // What a stub answers is looked at by nobody but the test that gave it.
  return Object.fromEntries(
    NAMES.map((name) => [name, (input: unknown) => reached(name, input)]),
  ) as unknown as Handlers;
}
