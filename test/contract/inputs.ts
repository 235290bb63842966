import { commands, type CommandInput, type CommandName } from '../../app/contract/commands.ts';
import type { Handlers } from '../../app/services/dispatch.ts';

type Complete = { readonly [Name in CommandName]: Required<CommandInput<Name>> };

const image = new Uint8Array([1, 2, 3]);
const audited = { folder: 'folder-0', rule: { kind: 'folder' }, manifest: 'path,person' } as const;

const FACE = { modality: 'face', face: 'main' } as const;
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
    capture: PRINT,
    allowLookAlike: true,
    allowDisagreement: true,
  },
  'enrolment.start': {
    folder: 'folder-0',
    people: [{ externalId: 'ada', displayName: 'Ada', images: [{ path: 'a.jpg', finger: 10 }] }],
    capture: { modality: 'face', face: { index: 2 } },
    allowLookAlike: true,
    allowDisagreement: true,
  },
  'verification.verify': { externalId: 'ada', probe: image, capture: PRINT, targetRate: 0.001 },
  'identification.identify': { probe: image, capture: FACE, targetRate: 0.001, count: 5 },
  'people.list': { search: 'ada', limit: 10, offset: 0 },
  'people.show': { externalId: 'ada' },
  'people.rename': { externalId: 'ada', displayName: 'Ada', newExternalId: 'eve', notes: '' },
  'people.remove': { externalId: 'ada' },
  'attempts.list': { limit: 10 },
  'audit.preview': { ...audited, modality: 'fingerprint' },
  'audit.start': {
    ...audited,
    capture: FACE,
    targetRate: 0.001,
    identificationRate: 0.01,
    restart: true,
  },
  'audit.report': { auditId: '01234567-89ab-4cde-8f01-23456789abcd', format: 'csv' },
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
