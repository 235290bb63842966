import { expect, test } from 'vitest';
import { AUDIT } from '../../../app/core/parameters.ts';
import { discardStaleAudits } from '../../../app/services/audit/stale.ts';
import { ADA_AND_BOB, MANY, folderOf, programOver, storeWith } from './program.ts';

const later = (startedAt: string, days: number) =>
  new Date(Date.parse(startedAt) + days * 86_400_000).toISOString();

test('an interrupted audit is kept for a while, then it goes with its embeddings', async () => {
  const store = storeWith(ADA_AND_BOB);
  const { auditId } = await programOver(store, { stopAfter: 40 }).audit(folderOf(MANY));
  const { startedAt } = store.audits.get(auditId);
  discardStaleAudits(store, later(startedAt, AUDIT.keepUnfinishedDays - 1));
  expect([...store.audits.features(auditId)].length).toBeGreaterThan(0);
  discardStaleAudits(store, later(startedAt, AUDIT.keepUnfinishedDays + 1));
  expect(store.audits.list()).toEqual([]);
});

test('a finished audit stays: it holds results only', async () => {
  const store = storeWith(ADA_AND_BOB);
  const { auditId } = await programOver(store).audit(folderOf(MANY));
  discardStaleAudits(store, later(store.audits.get(auditId).startedAt, 3650));
  expect(store.audits.get(auditId).state).toBe('finished');
});
