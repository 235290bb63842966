import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Command, CommanderError } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { createProgram } from '../../../app/hosts/cli/program.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../app/hosts/cli/main.ts');

/** Every command with the words that lead to it. */
function commandsOf(command: Command, words: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((child): [string, Command][] => {
    const path = [...words, child.name()];
    return [[path.join(' '), child], ...commandsOf(child, path)];
  });
}

/** A program that says everything to the test. */
function programUnderTest() {
  const exits: number[] = [];
  const program = createProgram((code) => exits.push(code));
  const written: string[] = [];
  const output = {
    writeOut: (text: string) => void written.push(text),
    writeErr: (text: string) => void written.push(text),
  };
  const all = commandsOf(program);
  program.configureOutput(output);
  for (const [, command] of all) command.configureOutput(output);
  return { program, commands: new Map(all), written, exits };
}

const NAMES = [...programUnderTest().commands.keys()];

test('the commands are those that are promised', () => {
  expect(NAMES.filter((name) => !name.includes(' '))).toEqual([
    'compare',
    'enrol',
    'verify',
    'identify',
    'calibrate',
    'calibrations',
    'certificate',
    'replay',
    'activity',
    'people',
    'audit',
    'evaluate',
    'synth',
    'settings',
    'models',
    'doctor',
  ]);
});

describe.each(NAMES)('%s', (name) => {
  test('has a help with a summary and an example of its own', () => {
    const { commands, written } = programUnderTest();
    const command = commands.get(name);
    expect(command?.summary()).not.toBe('');
    expect(command?.description()).not.toBe('');
    command?.outputHelp();
    const [, examples = ''] = written.join('').split('Examples:\n');
    expect(examples).toContain(`  twinmark ${name}`);
  });

  test('has examples that its own options and arguments allow', () => {
    const { commands, written } = programUnderTest();
    commands.get(name)?.outputHelp();
    const [, examples = ''] = written.join('').split('Examples:\n');
    for (const [option] of examples.matchAll(/--[a-z-]+/g)) {
      const known = [...commands].some(
        ([other, command]) =>
          other.startsWith(name) && command.options.some(({ long }) => long === option),
      );
      expect(known, `${name} ${option}`).toBe(true);
    }
  });

  test('refuses an option that it does not have', async () => {
    const { program, written, exits } = programUnderTest();
    const run = program.parseAsync([...name.split(' '), '--nonsense'], { from: 'user' });
    await expect(run).rejects.toThrow(CommanderError);
    expect(written.join('')).toContain('--nonsense');
    expect(exits).toEqual([]);
  });
});

test('the help of the program says what exit codes mean', () => {
  const { program, written } = programUnderTest();
  program.outputHelp();
  for (const part of ['0 match or done', '1 no match', '64 wrong input', '70 internal']) {
    expect(written.join('')).toContain(part);
  }
});

describe('a process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(...words: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
      encoding: 'utf8',
      env: { ...process.env, TWINMARK_STORE: path.join(folder, 'store.sqlite'), NO_COLOR: '1' },
    });
    return { status, stdout, stderr };
  }

  test('asked for help it helps and exits 0', () => {
    const { status, stdout } = run('compare', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('twinmark compare passport.jpg desk.jpg');
  });

  test.each([
    ['an unknown option', ['people', 'list', '--nonsense'], 'unknown option'],
    ['an unknown command', ['enroll'], 'Did you mean enrol'],
    ['a rate that is none', ['compare', 'a', 'b', '--fmr', '2'], 'Expected a rate'],
    ['a file that is not there', ['compare', 'no-1.jpg', 'no-2.jpg'], 'Expected a file'],
    ['a missing argument', ['verify', 'ada'], 'missing required argument'],
    ['a person who is not enrolled', ['people', 'show', 'nobody'], 'Expected the external id'],
    ['an erasure without --yes', ['people', 'remove', 'ada'], 'nothing was erased'],
    ['a resolution of faces', ['compare', 'a', 'b', '--dpi', '500'], 'with --modality fingerprint'],
    [
      'a face of fingerprints',
      ['identify', 'a', '--modality', 'fingerprint', '--face', 'main'],
      'with faces only',
    ],
    ['a modality that is none', ['verify', 'ada', 'a', '--modality', 'iris'], 'Allowed choices'],
    [
      'a finger that is none',
      ['enrol', 'ada', 'a', '--modality', 'fingerprint', '--finger', 'pinkie'],
      'right-index',
    ],
  ])('%s exits 64, says why on stderr, and prints no answer', (_, words, reason) => {
    const { status, stdout, stderr } = run(...words);
    expect(stderr).toContain(reason);
    expect(stdout).toBe('');
    expect(status).toBe(64);
  });

  test('with --json a failure is JSON on stdout', () => {
    const { status, stdout, stderr } = run('people', 'show', 'nobody', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'not-found' } });
    expect(stderr).toBe('');
    expect(status).toBe(64);
  });

  test('an empty store lists nobody and exits 0', () => {
    const { status, stdout } = run('people', 'list', '--json');
    expect(JSON.parse(stdout)).toEqual({ total: 0, people: [] });
    expect(status).toBe(0);
  });
});
