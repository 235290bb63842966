/** What is packed: by the configuration for every platform, and by electron-builder itself here. */
import { execFile, spawnSync } from 'node:child_process';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FileSet } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBuiltFiles } from '../../../app/hosts/electron/packaging/built-files.ts';
import {
  packagingConfiguration,
  type PackagedPlatform,
} from '../../../app/hosts/electron/packaging/configuration.ts';
import { findNeedless } from '../../../app/hosts/electron/packaging/packages.ts';
import { openEngine } from '../../../app/engine/client.ts';
import { forkNode } from '../../../app/engine/fork-node.ts';
import { drawnFaceJpeg } from '../../fixtures/drawn-face.ts';
import { haveWeights } from '../../engine/models.ts';
import { extractAsar, readAsar, type ArchivedFile } from './asar.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Building and packing take a minute on two processors that have nothing else to do. */
const TIMEOUT_MS = 1_200_000;

const PLATFORMS: readonly PackagedPlatform[] = ['linux', 'win32', 'darwin'];

/** Where electron-builder looks for the fuses in Electron's program. */
const FUSES = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

function configure(platform: PackagedPlatform, forTests = false) {
  return packagingConfiguration({
    platform,
    built: { files: ['electron.js', 'engine-process.js'], packages: ['sharp'] },
    builtFolder: 'out',
    output: 'dist',
    needless: ['playwright-core'],
    forTests,
  });
}

function isPacked(platform: PackagedPlatform, arch: string, file: string): boolean {
  const [{ filter }] = configure(platform).files as FileSet[]; // As it is written there.
  const without = [filter ?? []].flat().filter((pattern) => pattern.startsWith('!'));
  const patterns = without.map((pattern) => pattern.slice(1).replaceAll('${arch}', arch));
  return !patterns.some((pattern) => braces(pattern).some((one) => path.matchesGlob(file, one)));
}

/** `a{,/**}` is two patterns; Node's own matching takes no empty alternative. */
function braces(pattern: string): string[] {
  const end = '{,/**}';
  if (!pattern.endsWith(end)) return [pattern];
  const start = pattern.slice(0, -end.length);
  return [start, `${start}/**`];
}

describe.each(PLATFORMS)('the configuration for %s', (platform) => {
  const arch = platform === 'darwin' ? 'arm64' : 'x64';
  const packed = (pattern: string) =>
    globSync(pattern, { cwd: ROOT }).filter((file) => isPacked(platform, arch, file));

  it('takes the runtime of that platform and no other', () => {
    const files = packed('node_modules/onnxruntime-node/bin/**/*.node');
    expect(files).toEqual([
      `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`,
    ]);
  });

  it('takes the database of that platform and no other', () => {
    expect(packed('node_modules/better-sqlite3/**/*.node')).toEqual([
      `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    ]);
  });

  it('takes one decoder: of WebAssembly on Linux, the native one elsewhere', () => {
    const native = isPacked(
      platform,
      arch,
      `node_modules/@img/sharp-${platform}-${arch}/sharp.node`,
    );
    const wasm = isPacked(platform, arch, 'node_modules/@img/sharp-wasm32/index.cjs');
    const colour = isPacked(platform, arch, 'node_modules/@img/colour/index.cjs');
    expect({ native, wasm, colour }).toEqual({
      native: platform !== 'linux',
      wasm: platform === 'linux',
      colour: true,
    });
  });

  it('takes sets of folders only: a list beside them would pack the whole project', () => {
    const { files, linux, win, mac } = configure(platform);
    expect((files as FileSet[]).every((one) => typeof one === 'object')).toBe(true);
    for (const one of [linux, win, mac]) expect(one).not.toHaveProperty('files');
  });

  it('compiles nothing, publishes nothing, and looks for no update', () => {
    const { npmRebuild, nodeGypRebuild, publish } = configure(platform);
    expect({ npmRebuild, nodeGypRebuild, publish }).toEqual({
      npmRebuild: false,
      nodeGypRebuild: false,
      publish: null,
    });
  });
});

it('the fuses are those of a product, and only a build for tests can be driven', () => {
  const product = configure('linux').electronFuses;
  expect(product).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  const forTests = configure('linux', true);
  expect(forTests.electronFuses).toEqual({ ...product, enableNodeCliInspectArguments: true });
  expect(forTests.extraMetadata).toEqual({ twinmarkTestBuild: true });
  expect(configure('linux')).not.toHaveProperty('extraMetadata');
  expect(forTests.appId).not.toBe(configure('linux').appId);
});

describe('what was built', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'twinmark-built-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is followed by its imports, from every entry but those of other programs', () => {
    const files = {
      'electron.js': `import { app } from 'electron'; import './shared-12345678.js';`,
      'shared-12345678.js': `const later = () => import('./late-12345678.js'); export * from 'zod';`,
      'late-12345678.js': `import fs from 'node:fs'; import parse from 'csv-parse/sync';`,
      'engine-process.js': `import '@scope/name/part';`,
      'cli.js': `import 'commander'; import './only-cli-12345678.js'; import './shared-12345678.js';`,
      'only-cli-12345678.js': ``,
      'chromium.js': `import 'playwright-core';`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    expect(readBuiltFiles(folder)).toEqual({
      files: ['electron.js', 'engine-process.js', 'late-12345678.js', 'shared-12345678.js'],
      packages: ['@scope/name', 'csv-parse', 'zod'],
    });
  });

  it('needs some of the packages; the others are for other programs', () => {
    const needless = findNeedless(ROOT, ['sharp', 'zod', 'better-sqlite3', 'onnxruntime-node']);
    for (const name of ['playwright-core', 'commander', 'global-agent', 'csv-parse']) {
      expect(needless).toContain(name);
    }
    for (const name of ['sharp', 'detect-libc', '@img/sharp-wasm32', 'onnxruntime-common', 'zod']) {
      expect(needless).not.toContain(name);
    }
  });
});

const run = (args: readonly string[]) => promisify(execFile)(process.execPath, args, { cwd: ROOT });

const isHere = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!isHere)('the packed program [Linux x64]', { timeout: TIMEOUT_MS }, () => {
  let folder: string;
  let files: readonly ArchivedFile[];
  let program: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'twinmark-packed-'));
    const builtFolder = path.join(folder, 'out');
    await buildInto(builtFolder);
    await pack(builtFolder, standInForElectron());
    const archive = path.join(folder, 'dist/linux-unpacked/resources/app.asar');
    files = readAsar(archive);
    program = path.join(folder, 'program');
    extractAsar(archive, program);
  }, TIMEOUT_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A script of its own: the plugins of Svelte and this test's runner don't go together. */
  async function buildInto(outDir: string): Promise<void> {
    const script = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
    const flags = ['build', '--config', 'electron.config.ts', '--outDir', outDir];
    await run([script, ...flags, '--logLevel', 'error']);
  }

  /** Nothing of Electron's but the fuses, all the wrong way round. */
  function standInForElectron(): string {
    const electron = path.join(folder, 'electron');
    mkdirSync(path.join(electron, 'resources'), { recursive: true });
    mkdirSync(path.join(electron, 'locales'));
    writeFileSync(path.join(electron, 'LICENSE'), '');
    const fuses = Buffer.concat([Buffer.from(FUSES), Buffer.from([1, 8]), Buffer.from('10110010')]);
    writeFileSync(path.join(electron, 'electron'), fuses);
    return electron;
  }

  async function pack(builtFolder: string, electron: string): Promise<void> {
    const script = path.join(ROOT, 'app/hosts/electron/packaging/package.ts');
    const output = path.join(folder, 'dist');
    const flags = ['--dir', '--built', builtFolder, '--output', output, '--electron', electron];
    await run([script, ...flags]);
  }

  it('has its fuses set', () => {
    const bytes = readFileSync(path.join(folder, 'dist/linux-unpacked/twinmark'), 'latin1');
    // runAsNode, cookies, NODE_OPTIONS, --inspect, integrity, only asar, snapshot, file: privileges.
    expect(bytes.slice(bytes.indexOf(FUSES) + FUSES.length + 2)).toBe('01001100');
  });

  it('holds what was built for it, and nothing of the other programs', () => {
    const names = files.map(({ name }) => name);
    const built = readBuiltFiles(path.join(folder, 'out/main')).files;
    expect(names.filter((name) => name.startsWith('out/main/')).sort()).toEqual(
      built.map((name) => `out/main/${name}`),
    );
    expect(built).toEqual(expect.arrayContaining(['electron.js', 'engine-process.js']));
    expect(names.filter((name) => name.startsWith('out/preload/'))).toEqual([
      'out/preload/electron.cjs',
    ]);
    const renderer = readdirSync(path.join(folder, 'out/renderer'), { recursive: true });
    expect(renderer.filter((name) => !names.includes(`out/renderer/${String(name)}`))).toEqual(
      renderer.filter((name) => !path.extname(String(name))),
    );
    expect([...new Set(names.map((name) => name.split('/')[0]))].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'models',
      'node_modules',
      'out',
      'package.json',
    ]);
  });

  it('has a preload of one file that asks for nothing but Electron, as the sandbox wants it', () => {
    const preload = files.find(({ name }) => name === 'out/preload/electron.cjs');
    const text = preload?.bytes().toString('utf8') ?? '';
    const asked = [...text.matchAll(/\b(?:require|import)\s*\(?\s*['"`]([^'"`]+)/g)];
    expect(asked.map(([, name]) => name)).toEqual(['electron']);
  });

  it('has no source, source map, test, or anything of training in it', () => {
    const wrong = /\.(map|ts|svelte|py|c|cc|cpp|h|gyp)$|\/(tests?|training|convert|\.git)\//;
    expect(files.map(({ name }) => name).filter((name) => wrong.test(name))).toEqual([]);
  });

  it('leaves outside of the archive what the system loads and what is large', () => {
    const outside = /\.(node|so|so\.\d+|dll|dylib|wasm|onnx)$/;
    const inside = files.filter(({ name, unpacked }) => outside.test(name) && !unpacked);
    expect(inside.map(({ name }) => name)).toEqual([]);
    const native = files.filter(({ name }) => name.endsWith('.node')).map(({ name }) => name);
    expect(native.sort()).toEqual([
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
    ]);
  });

  it('has no native sharp', () => {
    const names = files.map(({ name }) => name).filter((name) => name.includes('@img/sharp'));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !name.startsWith('node_modules/@img/sharp-wasm32/'))).toEqual([]);
  });

  it('keeps the licence of every package', () => {
    const names = files.map(({ name }) => name.toLowerCase());
    const packages = names.flatMap(
      (name) => /^(node_modules\/(@[^/]+\/)?[^/]+)\/package\.json$/.exec(name)?.[1] ?? [],
    );
    const has = (one: string) => names.some((name) => name.startsWith(`${one}/licen`));
    const lacking = packages.filter((one) => !has(one));
    // Two that have none in their own package either.
    expect(lacking.sort()).toEqual([
      'node_modules/onnxruntime-common',
      'node_modules/onnxruntime-node',
    ]);
  });

  it('finds every module that it imports: its main file runs to where Electron is asked', () => {
    const electron = path.join(program, 'node_modules/electron');
    mkdirSync(electron);
    writeFileSync(path.join(electron, 'package.json'), '{"name":"electron","main":"index.js"}');
    // The answer to the question whether this is the only instance is no.
    writeFileSync(
      path.join(electron, 'index.js'),
      `exports.app = new (class extends require('events') {
         isPackaged = false;
         commandLine = { hasSwitch: () => false, appendSwitch: () => {} };
         enableSandbox() {}
         requestSingleInstanceLock() { console.log('asked'); return false; }
         exit(code) { process.exit(code); }
       })();
       exports.protocol = { registerSchemesAsPrivileged: () => {} };`,
    );
    const main = path.join(program, 'out/main/electron.js');
    const { stdout, stderr, status } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
    expect({ stdout, stderr, status }).toEqual({ stdout: 'asked\n', stderr: '', status: 0 });
  });

  it.skipIf(!haveWeights)(
    'verifies: its engine, with what was packed and nothing else',
    async () => {
      const engine = await openEngine({
        modelsFolder: path.join(program, 'models'),
        encoder: 'standard',
        provider: 'cpu',
        lanes: 1,
        fork: (_file, settings) =>
          forkNode(path.join(program, 'out/main/engine-process.js'), settings),
      });
      try {
        expect(engine.facts.versions['sharp build']).toBe('wasm');
        const bytes = await drawnFaceJpeg(1, 0);
        const { outcome } = await engine.analyse(
          { kind: 'bytes', bytes },
          { modality: 'face', face: 'dominant' },
        );
        expect(outcome).toBe('acquired');
        expect((await engine.checkModels('fingerprint')).length).toBeGreaterThan(0);
      } finally {
        engine.close();
      }
    },
  );
});
