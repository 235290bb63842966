/** What the window and the program behind it hold, garbage collected where that can be asked for. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

export interface Memory {
  /** Of the page's scripts. */
  readonly heapBytes: number;
  /** Of the page's document. */
  readonly nodes: number;
  /** By kind of process; empty where the system does not tell. */
  readonly residentBytes: Readonly<Record<string, number>>;
}

export async function readMemory(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return {
      heapBytes: of('JSHeapUsedSize'),
      nodes: of('Nodes'),
      residentBytes: await readResident(page),
    };
  } finally {
    await session.detach();
  }
}

/** The page's process, the services' (which is the test's own), and the engine's. */
async function readResident(page: Page): Promise<Record<string, number>> {
  if (process.platform !== 'linux') return {};
  const browser = await page.context().browser()?.newBrowserCDPSession();
  const found: Record<string, number> = { services: residentOf(process.pid) };
  const engine = childrenOf(process.pid).find((pid) => commandOf(pid).includes('engine'));
  if (engine !== undefined) found.engine = residentOf(engine);
  if (browser) {
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    found.page = renderers.reduce((sum, { id }) => sum + residentOf(id), 0);
    await browser.detach();
  }
  return found;
}

function residentOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes) * 1024;
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) => / \(.*\) \S (\d+) /.exec(` ${read(`/proc/${pid}/stat`)}`)?.[1] === String(parent),
    );
}

const commandOf = (pid: number) => read(`/proc/${pid}/cmdline`);

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Ended meanwhile.
  }
}
