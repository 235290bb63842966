import path from 'node:path';
import { expect, test } from 'vitest';
import { face, image } from '../fake-engine.ts';
import { enrolAt, failureOf, temporaryFolder, temporaryStore } from '../support.ts';
import {
  ADA_AND_BOB,
  BY_FOLDER,
  MANY,
  folderOf,
  programOver,
  storeWith,
  type Files,
} from './program.ts';

const EVERY_OUTCOME: Files = {
  'ada/match.png': face(0, 10),
  'ada/mismatch.png': face(2, 0),
  'ada/somebody-else.png': face(1, 10),
  'eve/not-enrolled.png': face(3, 0),
  'ada/several.png': image('problem several-faces'),
  'ada/none.png': image('problem no-face'),
  'bob/dark.png': image('problem too-dark'),
  'bob/noise.png': image('noise'),
};

test('every file gets its outcome, and the summary counts them', async () => {
  const store = storeWith(ADA_AND_BOB);
  const { audit, reports } = programOver(store);
  const { auditId, files, resumed, end } = await audit(folderOf(EVERY_OUTCOME));
  expect([files, resumed]).toEqual([8, 0]);
  expect(end).toMatchObject({
    event: 'job.finished',
    result: {
      kind: 'audit',
      value: {
        auditId,
        files: 8,
        outcomes: {
          match: 1,
          mismatch: 2,
          'not-enrolled': 1,
          ambiguous: 0,
          'several-faces': 1,
          'no-face': 1,
          poor: 1,
          unreadable: 1,
        },
      },
    },
  });
  const [csv] = reports(auditId);
  const lines = csv.split('\n');
  expect(lines).toHaveLength(8 + 2);
  expect(lines.find((line) => line.startsWith('ada/somebody-else.png'))).toMatch(
    /^ada\/somebody-else.png,ada,mismatch,ada,\d\.\d+,\d\.\d+,bob,/,
  );
});

test('an image is held against the claimed person at the limit for all references', async () => {
  const store = temporaryStore();
  enrolAt(store, 'one', 0, [0]);
  enrolAt(store, 'two', 1, [0, 1]);
  const { audit, service } = programOver(store);
  // 0.845 from the closest reference; limits are 0.9 for one and 0.8 for two.
  const folder = folderOf({ 'one/x.png': face(0, -50), 'two/x.png': face(1, -50) });
  const { auditId } = await audit(folder);
  const outcomes = service
    .report(auditId, 'csv')
    .split('\n')
    .slice(1, 3)
    .map((line) => line.split(',')[2]);
  expect(outcomes).toEqual(['match', 'mismatch']);
});

test('a face that two people claim is a duplicate, a copied file as well', async () => {
  const copy = face(4, 0);
  const { audit, reports } = programOver(temporaryStore());
  const { auditId } = await audit(
    folderOf({
      'a/1.png': face(0, 0),
      'b/1.png': face(0, 10),
      'c/1.png': copy,
      'd/1.png': copy,
      'd/2.png': copy,
    }),
  );
  const [, json, csv] = reports(auditId);
  const kinds = csv.split('\n').map((line) => line.split(',').filter((_, i) => i !== 1));
  expect(kinds.slice(1, 4)).toEqual([
    ['same-person', 'a/1.png', 'a', 'b/1.png', 'b'],
    ['same-file', 'c/1.png', 'c', 'd/1.png', 'd'],
    ['same-file', 'c/1.png', 'c', 'd/2.png', 'd'],
  ]);
  expect(JSON.parse(json)).toMatchObject({ summary: { duplicates: 3 } });
});

test('nothing to audit is an audit of nothing', async () => {
  const { audit } = programOver(storeWith(ADA_AND_BOB));
  const { end } = await audit(temporaryFolder());
  expect(end).toMatchObject({ event: 'job.finished', result: { value: { files: 0 } } });
});

test('a manifest says who is who, and missing files are in the report', async () => {
  const { audit, service } = programOver(storeWith(ADA_AND_BOB));
  const { auditId } = await audit(folderOf({ 'x/1.png': face(0, 0), 'x/2.png': face(1, 0) }), {
    rule: { kind: 'manifest' },
    manifest: 'path,person\nx\\1.png,ada\nx/3.png,bob\n',
  });
  const rows = service.report(auditId, 'csv').split('\n').slice(1, 4);
  expect(rows.map((row) => row.split(',').slice(0, 4))).toEqual([
    ['x/1.png', 'ada', 'match', 'ada'],
    ['x/2.png', '', 'match', 'bob'],
    ['x/3.png', 'bob', 'unreadable', ''],
  ]);
  expect(rows[2]).toContain('file-not-found');
});

test('a preview says whom the first files would be checked for, and checks nothing', async () => {
  const store = storeWith(ADA_AND_BOB);
  const { service, engine } = programOver(store);
  const folder = folderOf({ 'top.png': face(0, 0), ...MANY });
  const preview = await service.preview({ folder, modality: 'face', rule: BY_FOLDER });
  expect(preview.files).toBe(101);
  expect(preview.first).toHaveLength(20);
  expect(preview.first[0]).toEqual({ path: 'ada/000.png', claim: 'ada', enrolled: true });
  const all = await service.preview({
    folder: path.join(folder, 'eve'),
    modality: 'face',
    rule: BY_FOLDER,
  });
  expect(all.first[0]).toEqual({ path: '002.png', claim: undefined, enrolled: false });
  expect(engine.analysed).toEqual([]);
  expect(store.audits.list()).toEqual([]);
});

test('a folder or rule that can’t be read is told before a job begins', async () => {
  const { service, events } = programOver(storeWith(ADA_AND_BOB));
  const input = { capture: { modality: 'face', face: 'main' }, restart: false } as const;
  const folder = folderOf(EVERY_OUTCOME);
  const calls = [
    () => service.start({ ...input, folder: path.join(folder, 'gone'), rule: BY_FOLDER }),
    () => service.start({ ...input, folder, rule: { kind: 'pattern', pattern: 'x' } }),
    () => service.start({ ...input, folder, rule: { kind: 'manifest' } }),
  ];
  for (const call of calls) expect((await failureOf(call)).code).toBe('bad-input');
  expect(events).toEqual([]);
});
