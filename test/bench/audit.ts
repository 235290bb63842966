import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { composeApp, type App } from '../../app/services/compose.ts';

export interface AuditSpeed {
  readonly perSecond: number;
  readonly longestBlockMs: number;
}

/** A whole audit - walk, plan, analyse, search, ledger - with CPU lanes; the second of two. */
export async function measureAudit(
  folder: string,
  encoder: string,
  lanes: number,
): Promise<AuditSpeed> {
  const home = mkdtempSync(path.join(tmpdir(), 'twinmark-bench-store-'));
  const app = composeApp({
    modelsFolder: path.join(import.meta.dirname, '..', '..', 'models'),
    encoder,
    provider: 'cpu',
    lanes,
    storePath: path.join(home, 'store.sqlite'),
  });
  try {
    await audit(app, folder); // Opens the engine and warms it up.
    // While the engine works: planning and erasing at the ends are the store's, and told apart.
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const stop = app.onEvent((event) => {
      if (event.event !== 'job.progress' || event.progress.phase !== 'auditing') return;
      if (event.progress.done < event.progress.total) delay.enable();
      else delay.disable();
    });
    const started = performance.now();
    const files = await audit(app, folder);
    const seconds = (performance.now() - started) / 1000;
    stop();
    // The histogram counts the millisecond between two ticks of its own timer as well.
    return { perSecond: files / seconds, longestBlockMs: Math.max(0, delay.max / 1e6 - 1) };
  } finally {
    app.close();
    rmSync(home, { recursive: true });
  }
}

async function audit(app: App, folder: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<null>();
  const stop = app.onEvent((event) => {
    if (event.event === 'job.finished') resolve(null);
    if (event.event === 'job.failed') reject(new Error(event.failure.message));
  });
  const answer = await app.invoke('audit.start', {
    folder: app.grantFolder(folder),
    rule: { kind: 'folder' },
    capture: { modality: 'face' },
    restart: true,
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  await promise;
  stop();
  return answer.value.files;
}
