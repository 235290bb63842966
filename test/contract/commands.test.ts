import { describe, expect, test } from 'vitest';
import { commands, type CommandName } from '../../app/contract/commands.ts';
import { IMAGE } from '../../app/core/parameters.ts';
import { createDispatch, type Handlers } from '../../app/services/dispatch.ts';
import { COMPLETE, NAMES, stubHandlers } from './inputs.ts';

const SECRET = 'Wollstonecraft';

/** What a command's handler is given, or the failure. */
async function send(name: CommandName, input: unknown) {
  let given: unknown;
  const dispatch = createDispatch(stubHandlers((_, parsed) => (given = parsed)));
  // Whatever a user interface sends: its types say nothing at run time.
  const answer = await dispatch(name, input as never);
  return { answer, given };
}

async function expectRefusal(name: CommandName, input: unknown): Promise<void> {
  const { answer, given } = await send(name, input);
  expect(answer, name).toMatchObject({ ok: false, failure: { code: 'bad-input' } });
  expect(given).toBeUndefined();
  const message = answer.ok ? '' : answer.failure.message;
  expect(message).toMatch(/^Expected .* but received /);
  expect(message).not.toContain(SECRET);
}

test('a command without a handler does not compile', () => {
  const { 'job.cancel': _, ...others } = stubHandlers(() => null);
  // @ts-expect-error One is missing.
  const handlers: Handlers = others;
  expect(Object.keys(handlers)).toHaveLength(NAMES.length - 1);
});

test('names are a noun and a verb', () => {
  expect(NAMES.filter((name) => !/^[a-z]+\.[a-z][A-Za-z]*$/.test(name))).toEqual([]);
});

describe.each(NAMES)('%s', (name) => {
  const complete: Readonly<Record<string, unknown>> = COMPLETE[name];

  test('takes an input with everything in it', async () => {
    const { answer, given } = await send(name, complete);
    expect(answer.ok).toBe(true);
    expect(given).toEqual(complete);
  });

  test('refuses a key that it does not have, without repeating it', async () => {
    await expectRefusal(name, { ...complete, [SECRET]: SECRET });
    await expectRefusal(name, { ...complete, modelsFolder: SECRET });
  });

  test('refuses what is no object', async () => {
    const others = [undefined, null, SECRET, 7, true, [], [SECRET], new Uint8Array(3)];
    for (const other of others) await expectRefusal(name, other);
  });

  test('refuses every value of a wrong type', async () => {
    for (const key of Object.keys(complete)) {
      for (const wrong of [{ [SECRET]: SECRET }, [[SECRET]], null, NaN, Symbol.iterator]) {
        await expectRefusal(name, { ...complete, [key]: wrong });
      }
      if (typeof complete[key] !== 'string') {
        await expectRefusal(name, { ...complete, [key]: SECRET });
      }
    }
  });

  test('needs what is not optional', () => {
    const needed = Object.keys(complete).filter((key) => {
      const { [key]: _, ...others } = complete;
      return !commands[name].input.safeParse(others).success;
    });
    expect(needed).toEqual(NEEDED[name]);
  });
});

const NEEDED: Readonly<Record<CommandName, readonly string[]>> = {
  'engine.describe': [],
  'store.describe': [],
  'comparison.compare': ['probe', 'reference', 'capture'],
  'comparison.start': ['folder', 'pairs', 'capture'],
  'enrolment.enrol': ['externalId', 'images', 'capture'],
  'enrolment.start': ['folder', 'people', 'capture'],
  'enrolment.plan': ['folder', 'modality', 'rule'],
  'verification.verify': ['externalId', 'probe', 'capture'],
  'verification.fuse': ['externalId', 'captures'],
  'capture.assess': ['probe', 'capture'],
  'capture.preview': ['image'],
  'identification.identify': ['probe', 'capture'],
  'people.list': [],
  'people.show': ['externalId'],
  'people.rename': ['externalId'],
  'people.remove': ['externalId'],
  'people.add': ['externalId', 'consent'],
  'people.recordConsent': ['externalId', 'consent'],
  'people.removeTemplate': ['externalId', 'templateId'],
  'people.image': ['externalId', 'templateId'],
  'people.export': ['externalId'],
  'attempts.list': [],
  'attempts.export': ['format'],
  'attempts.show': ['attemptId'],
  'attempts.certificate': ['attemptId'],
  'attempts.replay': ['attemptId'],
  'audit.preview': ['folder', 'rule', 'modality'],
  'audit.start': ['folder', 'rule', 'capture'],
  'audit.resume': ['auditId'],
  'audit.list': [],
  'audit.show': ['auditId'],
  'audit.rows': ['auditId'],
  'audit.image': ['auditId', 'path'],
  'audit.report': ['auditId', 'format'],
  'audit.remove': ['auditId'],
  'evaluation.start': ['folder', 'set', 'protocol', 'capture'],
  'evaluation.at': ['evaluationId', 'threshold'],
  'evaluation.report': ['evaluationId', 'format'],
  'evaluation.comparisons': ['evaluationId', 'offset', 'limit'],
  'evaluation.clearCache': [],
  'guard.list': ['modality'],
  'guard.search': ['modality'],
  'calibration.list': [],
  'calibration.save': ['evaluationId', 'name'],
  'calibration.activate': ['id'],
  'calibration.remove': ['id'],
  'settings.show': [],
  'settings.save': ['settings'],
  'settings.applyRetention': [],
  'kiosk.state': [],
  'kiosk.reset': [],
  'kiosk.enter': [],
  'kiosk.leave': ['pin'],
  'kiosk.setPin': ['pin'],
  'kiosk.assess': ['probe'],
  'kiosk.verify': ['code', 'probe'],
  'kiosk.identify': ['probe'],
  'demo.start': [],
  'demo.remove': [],
  'shell.describe': [],
  'shell.chooseFolder': ['purpose'],
  'shell.saveFile': ['suggestedName', 'content'],
  'shell.savePdf': ['suggestedName', 'html'],
  'shell.quit': [],
  'synthesis.start': ['folder', 'people'],
  'job.cancel': ['jobId'],
};

describe('defaults', () => {
  const probe = new Uint8Array(1);
  const capture = { modality: 'face' } as const;
  const main = { modality: 'face', face: 'main' } as const;
  const dominant = { modality: 'face', face: 'dominant' } as const;
  test.each<readonly [CommandName, object, object]>([
    ['comparison.compare', { probe, reference: probe, capture }, { capture: main }],
    [
      'comparison.start',
      { folder: 'folder-0', pairs: [{ probe: 'a', reference: 'b' }], capture },
      { capture: main, withEmbeddings: false },
    ],
    [
      'enrolment.enrol',
      { externalId: 'ada', images: [probe], capture },
      { capture: dominant, allowLookAlike: false, allowDisagreement: false, dryRun: false },
    ],
    [
      'enrolment.start',
      {
        folder: 'folder-0',
        people: [{ externalId: 'ada', images: [{ path: 'a' }] }],
        capture: { modality: 'fingerprint' },
      },
      { allowLookAlike: false, allowDisagreement: false },
    ],
    [
      'verification.verify',
      { externalId: 'ada', probe, capture },
      { capture: dominant, use: 'desk' },
    ],
    ['identification.identify', { probe, capture }, { capture: dominant, use: 'desk', count: 5 }],
    [
      'people.list',
      {},
      { sort: 'externalId', descending: false, due: false, limit: 100, offset: 0 },
    ],
    ['capture.preview', { image: probe }, { maxSide: 512 }],
    ['demo.start', {}, { people: 6 }],
    [
      'synthesis.start',
      { folder: 'folder-0', people: 3 },
      {
        fingers: 2,
        impressions: 6,
        seed: 1,
        quality: 'ordinary',
        sensor: 'optical',
        format: 'bmp',
        force: false,
      },
    ],
    ['attempts.list', {}, { limit: 50, offset: 0 }],
    [
      'audit.start',
      { folder: 'folder-0', rule: { kind: 'none' }, capture },
      { capture: main, restart: false },
    ],
  ])('of %s', async (name, input, defaults) => {
    expect((await send(name, input)).given).toEqual({ ...input, ...defaults });
  });

  test('what is asked for explicitly as nothing is the default too', async () => {
    const { given } = await send('attempts.list', { limit: undefined });
    expect(given).toEqual({ limit: 50, offset: 0 });
  });
});

describe('limits', () => {
  const long = (length: number) => SECRET.padEnd(length, 'x');
  const many = <Value>(length: number, value: Value) => Array.from({ length }, () => value);
  /** A view of so many bytes that are never written to. */
  const bytes = (length: number) => new Uint8Array(length);
  const complete = COMPLETE;

  const REFUSED: readonly (readonly [CommandName, object])[] = [
    ['verification.verify', { externalId: long(201) }],
    ['verification.verify', { externalId: '' }],
    ['verification.verify', { externalId: '   ' }],
    ['verification.verify', { probe: bytes(IMAGE.maxBytes + 1) }],
    ['verification.verify', { targetRate: 0 }],
    ['verification.verify', { targetRate: 0.11 }],
    ['verification.verify', { targetRate: -0.001 }],
    ['verification.verify', { targetRate: Infinity }],
    ['verification.verify', { capture: { modality: 'face', face: { index: -1 } } }],
    ['verification.verify', { capture: { modality: 'face', face: { index: 1_000 } } }],
    ['verification.verify', { capture: { modality: 'face', face: { index: 0.5 } } }],
    ['verification.verify', { capture: { modality: 'face', face: { index: 0, [SECRET]: 1 } } }],
    ['verification.verify', { capture: { modality: SECRET } }],
    ['verification.verify', { capture: { modality: 'face', dpi: 500 } }],
    ['verification.verify', { capture: { modality: 'fingerprint', face: 'main' } }],
    ['verification.verify', { capture: { modality: 'fingerprint', dpi: 149 } }],
    ['verification.verify', { capture: { modality: 'fingerprint', dpi: 2_001 } }],
    ['verification.verify', { capture: { modality: 'fingerprint', finger: 11 } }],
    ['verification.verify', { capture: { modality: 'fingerprint', finger: 1.5 } }],
    ['verification.verify', { capture: { modality: 'fingerprint', finger: SECRET } }],
    ['comparison.compare', { capture: { modality: 'fingerprint', finger: 2 } }],
    ['identification.identify', { capture: { modality: 'fingerprint', finger: 2 } }],
    ['audit.preview', { modality: SECRET }],
    ['enrolment.enrol', { displayName: long(201) }],
    ['enrolment.enrol', { notes: long(10_001) }],
    ['enrolment.enrol', { images: [] }],
    ['enrolment.enrol', { images: many(101, bytes(1)) }],
    ['enrolment.start', { people: [] }],
    ['enrolment.start', { people: [{ externalId: 'ada', images: [] }] }],
    ['enrolment.start', { people: [{ externalId: 'ada', images: many(101, { path: 'a' }) }] }],
    ['enrolment.start', { people: [{ externalId: 'ada', images: [{ path: long(4_097) }] }] }],
    ['enrolment.start', { people: [{ externalId: 'ada', images: [{ path: 'a' }], [SECRET]: 1 }] }],
    ['comparison.start', { pairs: [] }],
    ['comparison.start', { pairs: [{ probe: 'a', reference: '' }] }],
    ['comparison.start', { pairs: [{ probe: long(4_097), reference: 'a' }] }],
    ['comparison.start', { folder: `/home/${SECRET}` }],
    ['comparison.start', { folder: 'folder-' }],
    ['comparison.start', { folder: 'folder--1' }],
    ['comparison.start', { folder: `folder-1\n${SECRET}` }],
    ['identification.identify', { count: 0 }],
    ['identification.identify', { count: 101 }],
    ['identification.identify', { count: 1.5 }],
    ['people.list', { search: long(201) }],
    ['people.list', { limit: 0 }],
    ['people.list', { limit: 1_001 }],
    ['people.list', { offset: -1 }],
    ['people.rename', { displayName: '' }],
    ['people.rename', { newExternalId: ' ' }],
    ['attempts.list', { limit: 1_001 }],
    ['attempts.list', { from: 'yesterday' }],
    ['people.add', { consent: { purpose: '', retainUntil: '2029-11-25' } }],
    ['people.add', { consent: { purpose: 'door', retainUntil: '2029-02-30' } }],
    ['verification.fuse', { captures: [] }],
    ['verification.fuse', { captures: COMPLETE['verification.fuse'].captures.slice(1) }],
    ['capture.preview', { maxSide: 4_096 }],
    ['evaluation.at', { threshold: 2.1 }],
    ['evaluation.start', { protocol: { kind: 'pairs', pairs: [] } }],
    ['evaluation.start', { samples: 1 }],
    ['evaluation.start', { slices: [`${SECRET} x`] }],
    ['evaluation.start', { assertions: [`eer <= ${SECRET}`] }],
    ['evaluation.comparisons', { limit: 100_001 }],
    ['kiosk.setPin', { pin: '123' }],
    ['kiosk.setPin', { pin: '12a4' }],
    ['kiosk.leave', { pin: '1234567890123' }],
    ['shell.saveFile', { suggestedName: `../${SECRET}` }],
    ['shell.saveFile', { suggestedName: `C:\\${SECRET}` }],
    ['shell.chooseFolder', { purpose: SECRET }],
    ['demo.start', { people: 51 }],
    ['audit.start', { rule: { kind: 'pattern' } }],
    ['audit.start', { rule: { kind: 'pattern', pattern: long(501) } }],
    ['audit.start', { rule: { kind: 'folder', [SECRET]: 1 } }],
    ['audit.start', { rule: { kind: SECRET } }],
    ['audit.start', { manifest: 'x'.repeat(200e6 + 1) }],
    ['audit.preview', { manifest: 'x'.repeat(200e6 + 1) }],
    ['audit.report', { auditId: SECRET }],
    ['audit.report', { format: SECRET }],
    ['job.cancel', { jobId: SECRET }],
    // What the store would refuse at the end is refused at the beginning.
    ['enrolment.enrol', { externalId: `${SECRET}\n` + 'x' }],
    ['enrolment.enrol', { externalId: `${SECRET}\ud800` }],
    ['enrolment.enrol', { displayName: `${SECRET}\u0000` }],
    ['enrolment.enrol', { displayName: `\u202e${SECRET}` }],
    ['people.rename', { displayName: `${SECRET}\u2067` }],
    ['enrolment.enrol', { notes: `${SECRET}\u0000` }],
    ['enrolment.start', { people: [{ externalId: `${SECRET}\u0007`, images: [{ path: 'a' }] }] }],
    ['enrolment.start', { people: [{ externalId: 'ada', images: [{ path: 'a', finger: 11 }] }] }],
  ];

  test('what is too long, too many or out of range is refused', async () => {
    for (const [name, change] of REFUSED) {
      await expectRefusal(name, { ...complete[name], ...change });
    }
  });

  const TAKEN: readonly (readonly [CommandName, object])[] = [
    ['verification.verify', { externalId: 'x'.repeat(200) }],
    ['verification.verify', { probe: bytes(0) }],
    ['verification.verify', { probe: Buffer.from('x') }],
    ['verification.verify', { targetRate: 0.1 }],
    ['verification.verify', { targetRate: 1e-12 }],
    ['verification.verify', { capture: { modality: 'face', face: { index: 999 } } }],
    ['verification.verify', { capture: { modality: 'fingerprint', dpi: 150, finger: 0 } }],
    ['verification.verify', { capture: { modality: 'fingerprint', dpi: 2_000, finger: 10 } }],
    ['enrolment.enrol', { notes: 'x'.repeat(10_000) }],
    ['enrolment.enrol', { notes: 'two\nlines' }],
    ['enrolment.enrol', { images: many(100, bytes(1)) }],
    ['enrolment.enrol', { displayName: '' }],
    ['identification.identify', { count: 100 }],
    ['people.list', { limit: 1_000 }],
    ['audit.start', { rule: { kind: 'pattern', pattern: '{person}_{n}' } }],
  ];

  test('what is just within is taken', async () => {
    for (const [name, change] of TAKEN) {
      const { answer } = await send(name, { ...complete[name], ...change });
      expect(answer.ok, `${name} ${Object.keys(change).join()}`).toBe(true);
    }
  });

  test('names arrive composed, without spaces around them', async () => {
    const composed = 'Zo\u00eb';
    const { given } = await send('people.show', { externalId: `  ${composed.normalize('NFD')} ` });
    expect(given).toEqual({ externalId: composed, lookAlikes: false });
  });
});
