import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostEvent } from '../../../app/contract/events.ts';
import type { ClaimRule } from '../../../app/core/audit.ts';
import type { AuditId } from '../../../app/core/vocabulary.ts';
import { createAuditService, type AuditInput } from '../../../app/services/audit/audit.ts';
import { createJobs } from '../../../app/services/jobs.ts';
import type { Store } from '../../../app/store/index.ts';
import { PLANES, createFakeEngine, face, image } from '../fake-engine.ts';
import { enrolAt, temporaryFolder, temporaryStore } from '../support.ts';

export const BY_FOLDER: ClaimRule = { kind: 'folder' };
const FORMATS = ['csv', 'json', 'duplicates-csv'] as const;

export type Files = Readonly<Record<string, Uint8Array>>;

/** Times that a later write does not change by itself. */
export function write(folder: string, files: Files): void {
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
  }
}

export function folderOf(files: Files): string {
  const folder = temporaryFolder();
  write(folder, files);
  return folder;
}

/** One run of the program: a service over a store, and what it tells. */
export function programOver(
  store: Store,
  options: {
    /** Cancels at this file, */
    readonly stopAfter?: number;
    /** or does something at that one. */
    readonly atFile?: number;
    readonly happens?: () => void;
  } = {},
) {
  const events: HostEvent[] = [];
  const waiting = new Map<string, (event: HostEvent) => void>();
  const jobs = createJobs(
    (event) => {
      events.push(event);
      if (event.event === 'job.finished' || event.event === 'job.failed') {
        waiting.get(event.jobId)?.(event);
      }
    },
    () => performance.now(),
  );
  let analysed = 0;
  const engine = createFakeEngine({
    before: () => {
      analysed += 1;
      if (analysed === options.stopAfter) jobs.cancel('job-1');
      if (analysed === options.atFile) options.happens?.();
    },
  });
  const now = () => '2026-01-01T00:00:00.000Z';
  const service = createAuditService({ engine, store, jobs, now });
  const ended = (jobId: string) => new Promise<HostEvent>((resolve) => waiting.set(jobId, resolve));
  return {
    events,
    engine,
    service,
    async audit(folder: string, input: Partial<AuditInput> = {}) {
      const started = await service.start({
        folder,
        rule: BY_FOLDER,
        capture: { modality: 'face', face: 'main' },
        restart: false,
        ...input,
      });
      return { ...started, end: await ended(started.jobId) };
    },
    ended,
    reports: (auditId: AuditId) => FORMATS.map((format) => service.report(auditId, format)),
  };
}

export const ADA_AND_BOB = (store: Store) => {
  enrolAt(store, 'ada', 0, [0, 5]);
  enrolAt(store, 'bob', 1, [0]);
};

export function storeWith(enrol: (store: Store) => void): Store {
  const store = temporaryStore();
  enrol(store);
  return store;
}

/** Enough for several batches, of all kinds. */
export const MANY: Files = Object.fromEntries(
  Array.from({ length: 100 }, (_, i): [string, Uint8Array] => {
    const name = `${['ada', 'bob', 'eve'][i % 3]}/${String(i).padStart(3, '0')}.png`;
    if (i % 10 === 9) return [name, image(`problem too-dark ${i}`)];
    return [name, face(i % PLANES, i, String(i))];
  }),
);
