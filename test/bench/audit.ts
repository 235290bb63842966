import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { composeApp } from '../../app/services/compose.ts';

export interface AuditSpeed {
  readonly perSecond: number;
  readonly longestBlockMs: number;
  readonly p999BlockMs: number;
}

/** A whole audit - walk, plan, analyse, search, ledger - with one CPU lane. */
export async function measureAudit(
  folder: string,
  files: number,
  encoder: string,
): Promise<AuditSpeed> {
  const home = mkdtempSync(path.join(tmpdir(), 'twinmark-bench-store-'));
  const app = composeApp({
    modelsFolder: path.join(import.meta.dirname, '..', '..', 'models'),
    encoder,
    provider: 'cpu',
    lanes: 1,
    storePath: path.join(home, 'store.sqlite'),
  });
  try {
    await run(); // Opens the engine and warms it up.
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const started = performance.now();
    await run();
    const seconds = (performance.now() - started) / 1000;
    delay.disable();
    // The histogram counts the millisecond between two ticks of its own timer as well.
    const block = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 1);
    return {
      perSecond: files / seconds,
      longestBlockMs: block(delay.max),
      p999BlockMs: block(delay.percentile(99.9)),
    };
  } finally {
    app.close();
    rmSync(home, { recursive: true });
  }

  async function run(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<null>();
    const stop = app.onEvent((event) => {
      if (event.event === 'job.finished') resolve(null);
      if (event.event === 'job.failed') reject(new Error(event.failure.message));
    });
    const answer = await app.invoke('audit.start', {
      folder: app.grantFolder(folder),
      rule: { kind: 'folder' },
      restart: true,
    });
    if (!answer.ok) throw new Error(answer.failure.message);
    await promise;
    stop();
  }
}
