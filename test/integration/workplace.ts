/** Runs the real command line as a child process, at home in a folder of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canLookAtProcesses, isRunning } from '../engine/processes.ts';

const CHECKOUT = path.resolve(import.meta.dirname, '../..');

/** Enough for the few images of a test, and quicker to start than two. */
export const ONE_LANE = ['--lanes', '1', '--provider', 'cpu'] as const;

export interface Ended {
  /** Absent where a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly ms: number;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** What came on the standard error so far. */
  remarks(): string;
  /** To the command line alone, or to the engine as well, as a terminal's Ctrl-C does. */
  signal(signal: NodeJS.Signals, to: 'parent' | 'group'): void;
}

export interface Workplace {
  /** Where the command line runs. Images, lists and reports go here. */
  readonly folder: string;
  /** Empty, unless the program writes where it should not. */
  readonly home: string;
  readonly store: string;
  path(...parts: readonly string[]): string;
  write(file: string, content: string | Uint8Array): void;
  read(file: string): Buffer;
  readText(file: string): string;
  start(...args: readonly string[]): Running;
  run(...args: readonly string[]): Promise<Ended>;
  /** With this workplace's store. */
  runStore(...args: readonly string[]): Promise<Ended>;
  /** Ids of the processes that were started here and still run, engines included. */
  processes(): number[];
  remove(): void;
}

/** @param checkout holds app/, models/ and package.json; this one unless said otherwise */
export function openWorkplace(checkout = CHECKOUT): Workplace {
  const root = mkdtempSync(path.join(tmpdir(), 'twinmark-integration-'));
  const folder = path.join(root, 'work');
  const home = path.join(root, 'home');
  for (const each of [folder, home]) mkdirSync(each);
  const main = path.join(checkout, 'app/hosts/cli/main.ts');
  const store = path.join(root, 'store', 'people.sqlite');
  const inside = (...parts: readonly string[]) => path.join(folder, ...parts);
  const running = new Set<number>();

  function start(...args: readonly string[]): Running {
    const started = performance.now();
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: environmentAt(home),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Leads a process group of its own, as a shell's job does.
      detached: true,
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('Expected the command line to start.');
    running.add(pid);
    const collected = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (collected[name] += text));
    }
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        running.delete(pid);
        resolve({ code, signal, ...collected, ms: performance.now() - started });
      });
    });
    const signal = (name: NodeJS.Signals, to: 'parent' | 'group') => {
      if (running.has(pid)) process.kill(to === 'group' ? -pid : pid, name);
    };
    return { ended, remarks: () => collected.stderr, signal };
  }

  const run = (...args: readonly string[]) => start(...args).ended;
  return {
    folder,
    home,
    store,
    path: inside,
    write(file, content) {
      mkdirSync(path.dirname(inside(file)), { recursive: true });
      writeFileSync(inside(file), content);
    },
    read: (file) => readFileSync(inside(file)),
    readText: (file) => readFileSync(inside(file), 'utf8'),
    start,
    run,
    runStore: (...args) => run(...args, '--store', store),
    processes: () => processesAt(home),
    remove() {
      for (const pid of running) process.kill(-pid, 'SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function environmentAt(home: string): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  const folders = ['DATA', 'CONFIG', 'CACHE', 'STATE'].map((name): [string, string] => [
    `XDG_${name}_HOME`,
    path.join(home, name.toLowerCase()),
  ]);
  return {
    ...Object.fromEntries(folders),
    PATH,
    ...(SystemRoot === undefined ? {} : { SystemRoot, TEMP }),
    HOME: home,
    USERPROFILE: home,
    LOCALAPPDATA: path.join(home, 'local'),
    APPDATA: path.join(home, 'roaming'),
    NO_COLOR: '1',
    // Takes a third off the start of a process, of which these tests need many.
    NODE_COMPILE_CACHE: path.join(CHECKOUT, 'node_modules/.cache/compiled'),
  };
}

/** Told by the home that they were given, which no other process has. Linux only. */
function processesAt(home: string): number[] {
  if (!canLookAtProcesses) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isRunning(pid) && environmentOf(pid).includes(`HOME=${home}`));
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // It ended in the meantime, or is not ours.
  }
}

/** The one JSON document that is all of the standard output. */
export function answer<Value>({ stdout }: Ended): Value {
  const document: unknown = JSON.parse(stdout);
  // The contract types what the command line prints; the tests check the values.
  return document as Value;
}

/** What is left of the standard error without the lines that long work prints now and then. */
export function remarks({ stderr, ms }: Ended): string[] {
  const lines = stderr.split('\n').filter((line) => line !== '');
  // A busy machine can make long work of anything.
  return ms < 10_000 ? lines : lines.filter((line) => !/ \d[\d,]* of \d/.test(line));
}
