import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import type { SynthesisReport } from '../../../app/contract/synthesis.ts';
import { AppError } from '../../../app/core/failure.ts';
import { createProgram } from '../../../app/hosts/cli/program.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../app/hosts/cli/main.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-synth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = {
  ...process.env,
  TWINMARK_STORE: path.join(folder, 'store.sqlite'),
  NO_COLOR: '1',
};

function synth(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'synth', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
  });
  return { status, stdout, stderr };
}

const SMALL = ['--people', '2', '--fingers', '1', '--impressions', '4', '--seed', '7'] as const;

describe('twinmark synth', () => {
  test('makes people and says what to try next', () => {
    const { status, stdout } = synth('demo', ...SMALL, '--list', 'demo.csv');
    expect(status).toBe(0);
    expect(stdout).toContain('8 prints of 2 people in demo (seed 7, ordinary');
    for (const command of [
      'twinmark enrol --list demo.csv --root demo --modality fingerprint',
      `twinmark verify p001 ${path.join('demo', 'p001', 'p001_2_4.bmp')} --modality fingerprint`,
      `twinmark verify p001 ${path.join('demo', 'p002', 'p002_2_1.bmp')} --modality fingerprint`,
      'twinmark audit demo --modality fingerprint',
    ]) {
      expect(stdout).toContain(`  ${command}\n`);
    }
    expect(readdirSync(path.join(folder, 'demo/p002'))).toHaveLength(4);
    const list = readFileSync(path.join(folder, 'demo.csv'), 'utf8').trim().split('\n');
    expect(list).toHaveLength(1 + 2 * 3);
    expect(list.slice(0, 2)).toEqual(['person,path,finger', 'p001,p001/p001_2_1.bmp,2']);
    // Nothing needed a store.
    expect(existsSync(environment.TWINMARK_STORE)).toBe(false);
  });

  test('without a list, one person is enrolled; what a shell would split is quoted', () => {
    const { stdout } = synth("ada's prints", ...SMALL, '--people', '1');
    const file = (n: number) =>
      `'${path.join(String.raw`ada'\''s prints`, 'p001', `p001_2_${n}.bmp`)}'`;
    expect(stdout).toContain(
      `twinmark enrol p001 ${[1, 2, 3].map(file).join(' ')} --modality fingerprint --finger 2`,
    );
  });

  test('does not replace files unless it is told to', () => {
    const refused = synth('demo', ...SMALL);
    expect(refused.status).toBe(64);
    expect(refused.stderr).toContain('--force');
    const { status, stdout } = synth('demo', ...SMALL, '--force', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as SynthesisReport;
    expect(report).toMatchObject({ seed: 7, people: 2, dpi: 500, width: 320, height: 400 });
    expect(report.captures).toHaveLength(8);
    expect(report.captures[0]).toMatchObject({ path: 'p001/p001_2_1.bmp', finger: 2 });
    expect(Object.keys(report.captures[0].pose)).toEqual(['rotationDeg', 'originX', 'originY']);
  });

  test.each([
    ['nobody', ['x', '--people', '0']],
    ['more people than there can be files', ['x', '--people', '1000000000']],
    [
      'more prints than anybody waits for',
      ['x', '--people', '10000', '--fingers', '10', '--impressions', '100'],
    ],
    ['a negative number', ['x', '--people', '-1']],
    ['half a person', ['x', '--people', '1.5']],
    ['words for numbers', ['x', '--people', 'many']],
    ['an eleventh finger', ['x', '--fingers', '11']],
    ['no impressions', ['x', '--impressions', '0']],
    ['a seed that is none', ['x', '--seed', '0x7']],
    ['a seed beyond 32 bits', ['x', '--seed', '4294967296']],
    ['an unknown quality', ['x', '--quality', 'perfect']],
    ['an unknown format', ['x', '--format', 'png']],
    ['an unknown sensor', ['x', '--sensor', '../../etc']],
    ['no folder', []],
    ['a file in the place of the folder', ['file', '--people', '1']],
    ['a list in a folder that is not there', ['x', '--list', path.join('no', 'such', 'list.csv')]],
  ])('%s is refused before anything is written', async (_, words) => {
    writeFileSync(path.join(folder, 'file'), '');
    const exits: number[] = [];
    const program = createProgram((code) => exits.push(code));
    const silent = { writeOut: () => undefined, writeErr: () => undefined };
    for (const command of [program, ...program.commands]) command.configureOutput(silent);
    const absolute = words.map((word) =>
      /^(x|file)$/.test(word) ? path.join(folder, word) : word,
    );
    const run = program.parseAsync(['synth', ...absolute], { from: 'user' });
    await expect(run).rejects.toThrow();
    const thrown: unknown = await run.catch((each: unknown) => each);
    const known = thrown instanceof CommanderError || thrown instanceof AppError;
    expect(known && thrown.code).toMatch(/^(commander\..*|bad-input)$/);
    expect(exits).toEqual([]);
    expect(existsSync(path.join(folder, 'x'))).toBe(false);
  });

  test('interrupted, it leaves whole files and ends as shells expect', async () => {
    const child = spawn(process.execPath, [MAIN, 'synth', 'long', '--people', '500'], {
      cwd: folder,
      env: environment,
      stdio: 'ignore',
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const first = path.join(folder, 'long/p001/p001_2_1.bmp');
    while (!existsSync(first)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    const names = readdirSync(path.join(folder, 'long'), { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
    for (const name of names.filter((each) => each.endsWith('.bmp'))) {
      expect(readFileSync(path.join(folder, 'long', name))).toHaveLength(129_078);
    }
  });
});
