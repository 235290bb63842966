import { writeSync } from 'node:fs';
import type { AuditId } from '../../app/core/vocabulary.ts';
import { openStore } from '../../app/store/index.ts';

/** Run as its own process: records batches of 10 and says each one that has been committed. */
const BATCH = 10;
const [path, auditId] = process.argv.slice(2);
if (path === undefined || auditId === undefined) throw new Error('Expected a path and an audit.');

const store = openStore(path);
for (;;) {
  const files = store.audits.pending(auditId as AuditId, { limit: BATCH });
  const [first] = files;
  if (first === undefined) break;
  const result = { outcome: 'no-face', reasons: [] } as const;
  store.audits.record(
    auditId as AuditId,
    files.map(({ position }) => ({ position, result })),
  );
  writeSync(1, `${first.position}\n`);
}
