/** An audit of fingerprints; what it shares with one of faces is tested with faces. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { FingerPosition } from '../../../app/core/vocabulary.ts';
import type { Store } from '../../../app/store/index.ts';
import { PRINT_QUALITY } from '../../store/fixtures.ts';
import { PRINT_SCALE, anchorsAt, face, image, print, sha256Of } from '../fake-engine.ts';
import { enrolAt } from '../support.ts';
import { folderOf, programOver, storeWith } from './program.ts';

const INPUT = {
  capture: { modality: 'fingerprint', dpi: 500 },
  rule: { kind: 'pattern', pattern: '{person}_{finger}_{impression}' },
} as const;

function addPrint(store: Store, externalId: string, finger: FingerPosition, pattern: number) {
  const person =
    store.people.findByExternalId(externalId) ??
    store.people.create({ externalId, displayName: externalId });
  store.templates.add({
    personId: person.id,
    modality: 'fingerprint',
    finger,
    modelId: PRINT_SCALE.modelId,
    features: anchorsAt(pattern, 0),
    quality: PRINT_QUALITY,
    sourceSha256: sha256Of(`${externalId} ${finger}`),
    provider: 'cpu',
  });
}

const STORE = () =>
  storeWith((store) => {
    addPrint(store, 'ada', 2, 1);
    addPrint(store, 'ada', 7, 2);
    addPrint(store, 'bob', 2, 3);
    enrolAt(store, 'eve', 0, [0]);
  });

const FILES = {
  'ada_2_1.png': print(1, 5),
  'ada_2_2.png': print(2, 5), // Her other finger.
  'ada_left-index_1.png': print(2, 6),
  'ada_3_1.png': print(1, 7), // No reference of this finger.
  'bob_2_1.png': image('problem no-finger'),
  'bob_2_2.png': image('problem too-wet'),
  'eve_2_1.png': print(5, 0), // Enrolled with a face only.
  'unnamed.png': print(3, 4),
  'bob_2_3.png': face(0, 0),
};

function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { columns: true });
}

test('holds each print against the finger that its name says', async () => {
  const { audit, reports } = programOver(STORE());
  const { auditId, end } = await audit(folderOf(FILES), INPUT);
  const [csv] = reports(auditId);
  const rows = rowsOf(csv).map(({ path, claim, finger, outcome, person }) => {
    return [path, claim, finger, outcome, person];
  });
  expect(rows).toEqual([
    ['ada_2_1.png', 'ada', 'right-index', 'match', 'ada'],
    ['ada_2_2.png', 'ada', 'right-index', 'mismatch', 'ada'],
    ['ada_3_1.png', 'ada', 'right-middle', 'not-enrolled', ''],
    ['ada_left-index_1.png', 'ada', 'left-index', 'match', 'ada'],
    ['bob_2_1.png', 'bob', 'right-index', 'no-finger', ''],
    ['bob_2_2.png', 'bob', 'right-index', 'poor', ''],
    ['bob_2_3.png', 'bob', 'right-index', 'unreadable', ''],
    ['eve_2_1.png', 'eve', 'right-index', 'not-enrolled', ''],
    ['unnamed.png', '', '', 'match', 'bob'],
  ]);
  expect(end).toMatchObject({
    result: { kind: 'audit', value: { modality: 'fingerprint', outcomes: { 'no-finger': 1 } } },
  });
});

test('prints of one finger under two names are duplicates', async () => {
  const { audit, reports } = programOver(STORE());
  const { auditId } = await audit(
    folderOf({
      'ada_2_1.png': print(1, 5),
      'zoe_7_1.png': print(1, 9),
      'zoe_8_1.png': print(4, 0),
    }),
    INPUT,
  );
  const [, , duplicates] = reports(auditId);
  expect(rowsOf(duplicates)).toMatchObject([
    { kind: 'same-person', path: 'ada_2_1.png', other_path: 'zoe_7_1.png' },
  ]);
});

test('is another audit with another modality or resolution, and the same one with neither', async () => {
  const store = STORE();
  const folder = folderOf(FILES);
  const { service } = programOver(store, { stopAfter: 1 });
  const start = async (capture: Parameters<typeof service.start>[0]['capture']) =>
    (await service.start({ folder, ...INPUT, capture, restart: false })).auditId;
  const first = await start(INPUT.capture);
  expect(await start({ modality: 'fingerprint', dpi: 569 })).not.toBe(first);
  expect(await start({ modality: 'fingerprint' })).not.toBe(first);
  expect(await start({ modality: 'face', face: 'main' })).not.toBe(first);
  expect(store.audits.get(first).settings).toMatchObject({
    modality: 'fingerprint',
    dpi: 500,
    modelId: 'fake-print-1',
  });
  expect(store.audits.get(first).settings).not.toHaveProperty('face');
});

test('that was interrupted goes on with the fingers of its plan, and ends in the same report', async () => {
  const folder = folderOf(FILES);
  const whole = programOver(STORE());
  const expected = whole.reports((await whole.audit(folder, INPUT)).auditId);

  const store = STORE();
  const stopped = programOver(store, { stopAfter: 4 });
  const { auditId, end } = await stopped.audit(folder, INPUT);
  expect(end.event).toBe('job.failed');
  const resumed = programOver(store);
  const again = await resumed.audit(folder, INPUT);
  expect(again.auditId).toBe(auditId);
  expect(resumed.reports(auditId)).toEqual(expected);
});

test('a preview says which finger', async () => {
  const { service } = programOver(STORE());
  const { first } = await service.preview({
    folder: folderOf({ 'ada_2_1.png': print(1, 5) }),
    modality: 'fingerprint',
    rule: INPUT.rule,
  });
  expect(first).toEqual([{ path: 'ada_2_1.png', claim: 'ada', finger: 2, enrolled: true }]);
});
