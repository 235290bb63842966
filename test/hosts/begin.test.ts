import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { begin } from '../../app/hosts/begin.ts';
import { root } from '../../app/hosts/places.ts';
import { temporaryFolder } from '../store/fixtures.ts';

// On other systems the user's cache is not told by a variable.
test.runIf(process.platform === 'linux')(
  "compiled code lies in the user's own cache, and not where others could put it",
  () => {
    const shared = temporaryFolder();
    const own = temporaryFolder();
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const main = path.join(root, 'app/hosts/cli/main.ts');
    const { status } = spawnSync(process.execPath, [main, '--version'], {
      env: { ...env, TMPDIR: shared, XDG_CACHE_HOME: own },
    });
    expect(status).toBe(0);
    expect(existsSync(path.join(own, 'twinmark/compiled'))).toBe(true);
    expect(readdirSync(shared)).toEqual([]);
  },
);

test('a Node that is too old is told which one is needed, before anything is loaded', () => {
  const versions = process.versions;
  const { exitCode } = process;
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const kept = vi.spyOn(module, 'enableCompileCache');
  vi.stubGlobal(
    'process',
    Object.create(process, { versions: { value: { ...versions, node: '20.20.2' } } }),
  );
  try {
    expect(begin()).toBe(false);
  } finally {
    vi.unstubAllGlobals();
    process.exitCode = exitCode;
  }
  expect(said.mock.calls.join()).toContain('Expected Node 24 or newer but received 20.20.2');
  expect(kept).not.toHaveBeenCalled();
});
