import { mkdirSync, renameSync, rmdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AuditInput } from '../../../app/services/audit/audit.ts';
import type { Store } from '../../../app/store/index.ts';
import { asRate } from '../../core/support.ts';
import { face, image } from '../fake-engine.ts';
import { enrolAt, failureOf, progressOf } from '../support.ts';
import { ADA_AND_BOB, MANY, folderOf, programOver, storeWith, write } from './program.ts';

test('interrupted and resumed, it ends in the bytes of an uninterrupted run', async () => {
  const folder = folderOf(MANY);
  const whole = programOver(storeWith(ADA_AND_BOB));
  const { auditId: wholeId } = await whole.audit(folder);
  const expected = whole.reports(wholeId);
  expect(expected[2].split('\n').length).toBeGreaterThan(10); // There are duplicates at all.

  const store = storeWith(ADA_AND_BOB);
  const first = await programOver(store, { stopAfter: 40 }).audit(folder);
  expect(first.end).toMatchObject({ event: 'job.failed', failure: { code: 'cancelled' } });
  const second = await programOver(store, { stopAfter: 50 }).audit(folder);
  expect(second.end.event).toBe('job.failed');
  expect(second.auditId).toBe(first.auditId);
  expect(second.resumed).toBe(32);

  const last = programOver(store);
  const { auditId, resumed, end } = await last.audit(folder);
  expect(auditId).toBe(first.auditId);
  expect(resumed).toBe(64);
  expect(end.event).toBe('job.finished');
  expect(last.engine.analysed).toHaveLength(100 - 64);
  expect(last.reports(auditId)).toEqual(expected);
});

test('the progress of a resumed run begins where it was', async () => {
  const folder = folderOf(MANY);
  const store = storeWith(ADA_AND_BOB);
  await programOver(store, { stopAfter: 40 }).audit(folder);
  const { audit, events } = programOver(store);
  await audit(folder);
  const [first, ...others] = progressOf(events);
  expect(first).toMatchObject({ phase: 'auditing', done: 32, total: 100 });
  expect(others.some(({ phase }) => phase === 'looking for duplicates')).toBe(true);
});

test('embeddings are kept while it runs, and gone once it is finished', async () => {
  const folder = folderOf(MANY);
  const store = storeWith(ADA_AND_BOB);
  const { auditId } = await programOver(store, { stopAfter: 40 }).audit(folder);
  expect([...store.audits.features(auditId)].length).toBeGreaterThan(0);
  await programOver(store).audit(folder);
  expect([...store.audits.features(auditId)]).toEqual([]);
  expect(store.audits.get(auditId).state).toBe('finished');
});

test('a folder that is pulled out pauses it, and it ends as if nothing had been', async () => {
  const folder = folderOf(MANY);
  const whole = programOver(storeWith(ADA_AND_BOB));
  const { auditId: wholeId } = await whole.audit(folder);

  const store = storeWith(ADA_AND_BOB);
  const away = `${folder}-away`;
  const pull = () => renameSync(folder, away);
  const first = await programOver(store, { atFile: 40, happens: pull }).audit(folder);
  expect(first.end).toMatchObject({ event: 'job.failed', failure: { code: 'not-found' } });
  // Its place may stay, as that of a disk does.
  mkdirSync(folder);
  const { service, ended, engine } = programOver(store);
  expect(service.show(first.auditId)).toMatchObject({ state: 'paused', done: 32 });
  const { jobId } = service.resume(first.auditId);
  expect(await ended(jobId)).toMatchObject({ failure: { code: 'not-found' } });
  expect(engine.analysed).toEqual([]);

  rmdirSync(folder);
  renameSync(away, folder);
  const last = programOver(store);
  const { jobId: lastJob } = last.service.resume(first.auditId);
  expect(await last.ended(lastJob)).toMatchObject({ event: 'job.finished' });
  expect(last.reports(first.auditId)).toEqual(whole.reports(wholeId));
});

test('a finished audit is not resumed: the next one begins anew', async () => {
  const folder = folderOf({ 'ada/1.png': face(0, 10), 'bob/1.png': image('problem no-face') });
  const { audit, reports } = programOver(storeWith(ADA_AND_BOB));
  const one = await audit(folder);
  const other = await audit(folder);
  expect(other.auditId).not.toBe(one.auditId);
  expect(other.resumed).toBe(0);
  expect(reports(other.auditId)).toEqual(reports(one.auditId));
});

test('asked to begin anew it does, and keeps nothing of the interrupted one', async () => {
  const folder = folderOf(MANY);
  const store = storeWith(ADA_AND_BOB);
  const first = await programOver(store, { stopAfter: 40 }).audit(folder);
  const second = await programOver(store).audit(folder, { restart: true });
  expect(second.auditId).not.toBe(first.auditId);
  expect(second.resumed).toBe(0);
  expect((await failureOf(() => store.audits.get(first.auditId))).code).toBe('not-found');
});

/** What may change between two runs, in the world or in the question. */
const CHANGES: Readonly<Record<string, (store: Store, folder: string) => void>> = {
  'a file of another size': (_, folder) => write(folder, { 'ada/000.png': face(0, 1, 'longer') }),
  'a file of another time': (_, folder) => utimesSync(path.join(folder, 'ada/000.png'), 1, 1),
  'a new file': (_, folder) => write(folder, { 'new/1.png': face(0, 0) }),
  'a new reference': (store) => enrolAt(store, 'ada', 0, [9]),
  'a new person': (store) => enrolAt(store, 'zoe', 5, [9]),
  'another external id': (store) => {
    const bob = store.people.findByExternalId('bob');
    if (bob) store.people.setExternalId(bob.id, 'bobby');
  },
};
const QUESTIONS: Readonly<Record<string, Partial<AuditInput>>> = {
  'another rule': { rule: { kind: 'none' } },
  'another face': { capture: { modality: 'face', face: { index: 0 } } },
  'another rate': { targetRate: asRate(1e-4) },
  'another search rate': { identificationRate: asRate(0.1) },
};

test.each([...Object.keys(CHANGES), ...Object.keys(QUESTIONS)])(
  '%s begins it anew: results of two questions never mix',
  async (what) => {
    const folder = folderOf(MANY);
    const store = storeWith(ADA_AND_BOB);
    const first = await programOver(store, { stopAfter: 40 }).audit(folder);
    CHANGES[what]?.(store, folder);
    const second = await programOver(store).audit(folder, QUESTIONS[what]);
    expect(second.auditId).not.toBe(first.auditId);
    expect(second.resumed).toBe(0);
    expect(second.end.event).toBe('job.finished');
  },
);
