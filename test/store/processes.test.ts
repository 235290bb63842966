import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../app/store/index.ts';
import { SETTINGS, plan, temporaryFolder, temporaryStore } from './fixtures.ts';

const BATCH = 10;

function start(script: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test(
  'a kill at any moment loses no committed batch and leaves none by half',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < 10; round++) {
      const path = join(temporaryFolder(), 'people.db');
      const store = openStore(path);
      const { id } = store.audits.create({
        root: '/r',
        settings: SETTINGS,
        startedAt: '2026-01-01T00:00:00Z',
        files: plan(Array.from({ length: 20_000 }, () => undefined)),
      });
      store.close();

      const child = start('record-until-killed.ts', path, id);
      let said = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
      const exited = once(child, 'close');
      if (child.stdout !== null) await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      child.kill('SIGKILL');
      await exited;

      const committed = said.split('\n').slice(0, -1).map(Number);
      const after = openStore(path);
      const done = [...after.audits.results(id)].map(({ file }) => file.position);
      expect(committed.length).toBeGreaterThan(0);
      expect(done).toEqual(Array.from({ length: done.length }, (_, index) => index));
      expect(done.length % BATCH).toBe(0);
      // One more may have been committed than could be said.
      expect(done.length / BATCH - committed.length).toBeOneOf([0, 1]);
      expect(after.facts().integrity()).toBe('ok');
      after.close();
    }
  },
);

test(
  'two processes that create the same store and write at once both succeed',
  { timeout: 60_000 },
  async () => {
    for (let round = 0; round < 3; round++) {
      const path = join(temporaryFolder(), 'people.db');
      const children = ['A', 'B', 'C'].map((prefix) => start('enrol-many.ts', path, prefix, '100'));
      const codes = await Promise.all(
        children.map(async (child): Promise<unknown> => (await once(child, 'close'))[0]),
      );
      expect(codes).toEqual([0, 0, 0]);
      const store = temporaryStore(path);
      expect(store.people.count()).toBe(300);
      expect(store.facts().integrity()).toBe('ok');
    }
  },
);
