import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { canLookAtProcesses, childrenOf, isRunning } from '../engine/processes.ts';
import { headlessChromium } from '../fixtures/headless-chromium.ts';

/** The whole program as it is started by an operator, but without a screen. */
test.describe('the Chromium window as a program of its own', () => {
  test.skip(!canLookAtProcesses, 'looks at processes by way of /proc');
  let folder: string;
  let store: string;
  test.beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'twinmark-process-'));
    store = path.join(folder, 'people.sqlite');
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('opens no port, has one window a store, and leaves nothing behind when told to end', async () => {
    const first = start();
    await expect.poll(() => existsSync(store), { timeout: 60_000 }).toBe(true);
    const family = await settledFamily(first.child);
    expect(family.length).toBeGreaterThan(2);
    expect(listeningPorts(family)).toEqual([]);

    const second = start();
    expect(await second.ended).toBe(0);
    expect(second.said()).toContain('open in another window');

    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await expect.poll(() => family.filter(isRunning), { timeout: 30_000 }).toEqual([]);
    expect(first.said()).not.toContain('bug');
  });

  test('says what is wrong with its flags, and what to do', async () => {
    const unknown = start('--nonsense');
    expect(await unknown.ended).toBe(64);
    expect(unknown.said()).toMatch(/^twinmark: Expected flags.*--help/);
    const missing = start('--browser', path.join(folder, 'none'));
    expect(await missing.ended).toBe(64);
    expect(missing.said()).toMatch(/^twinmark: Expected a browser/);
    const kiosk = start('--kiosk');
    expect(await kiosk.ended).toBe(64);
    expect(kiosk.said()).toContain('PIN');
  });

  function start(...flags: readonly string[]) {
    const built = process.env.TWINMARK_BUILT;
    if (!built) throw new Error('Expected a built app; run the specs by "npm run e2e".');
    const { executable, env } = headlessChromium();
    const child = spawn(
      process.execPath,
      [path.join(built, 'main/chromium.js'), '--store', store, ...flags],
      {
        env: {
          ...process.env,
          ...env,
          HOME: folder,
          XDG_CACHE_HOME: path.join(folder, 'cache'),
          TWINMARK_CHROMIUM: executable,
          TWINMARK_HEADLESS: '1',
        },
      },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return { child, ended, said: () => said };
  }
});

/** Ids of the process and of all below it, once no more come. */
async function settledFamily({ pid }: ChildProcess): Promise<number[]> {
  let family: number[] = [];
  await expect
    .poll(
      () => {
        const before = family.length;
        family = familyOf(pid ?? 0);
        return family.length > 2 && family.length === before;
      },
      { timeout: 60_000, intervals: [1500] },
    )
    .toBe(true);
  return family;
}

function familyOf(root: number): number[] {
  return [root, ...childrenOf(root).flatMap(familyOf)];
}

/** Local addresses that any of them listens on for the network. */
function listeningPorts(family: readonly number[]): string[] {
  const LISTENING = '0A';
  const sockets = new Map<string, string>();
  for (const table of ['tcp', 'tcp6']) {
    const rows = readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1);
    for (const row of rows.map((text) => text.trim().split(/\s+/))) {
      if (row[3] === LISTENING) sockets.set(`socket:[${row[9]}]`, row[1]);
    }
  }
  return family.flatMap((pid) =>
    openFiles(pid).flatMap((file) => {
      const port = sockets.get(file);
      return port === undefined ? [] : [`${pid} listens on ${port}`];
    }),
  );
}

function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
}
