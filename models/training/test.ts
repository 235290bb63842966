/**
 * Tests the training: `npm run test:training [-- options of pytest]`. Needs Python 3.11 or newer;
 * everything else goes into a virtual environment of its own, `.venv` beside this file, which is
 * filled once and again whenever requirements.txt has changed.
 *
 *   --if-python   say so and succeed where there is no Python, instead of failing
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;
const ENVIRONMENT = join(FOLDER, '.venv');
const REQUIREMENTS = join(FOLDER, 'requirements.txt');
/** Which requirements the environment holds: their hash, written when all of them are in. */
const FILLED_WITH = join(ENVIRONMENT, 'requirements.sha256');
const OLDEST: readonly [number, number] = [3, 11];
const WINDOWS = process.platform === 'win32';

/** Commands that may be a Python, the newest that everything here is tested with first. */
const CANDIDATES: readonly (readonly string[])[] = WINDOWS
  ? [['py', '-3.11'], ['py', '-3'], ['python3'], ['python']]
  : [['python3.11'], ['python3'], ['python3.12'], ['python3.13'], ['python']];

function testTraining(options: readonly string[]): number {
  const python = CANDIDATES.find(isRecentEnough);
  if (python === undefined) {
    console.error(
      `Expected Python ${OLDEST.join('.')} or newer but found none of ` +
        `${CANDIDATES.map((command) => command.join(' ')).join(', ')}. ` +
        'Training is tested with Python only; the product and `npm test` need none.',
    );
    return options.includes('--if-python') ? 0 : 1;
  }
  const filled = ensureEnvironment(python);
  if (filled !== 0) return filled;
  const forPytest = options.filter((option) => option !== '--if-python');
  return run([pythonOfEnvironment(), '-m', 'pytest', '-q', ...forPytest]);
}

function isRecentEnough(command: readonly string[]): boolean {
  const [program = '', ...rest] = command;
  const code = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${OLDEST.join(', ')}))`;
  // Windows answers "python" with a door to its store: that ends with an error too.
  return spawnSync(program, [...rest, '-c', code], { stdio: 'ignore' }).status === 0;
}

/** 0 when the environment holds what requirements.txt asks for. */
function ensureEnvironment(python: readonly string[]): number {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(FILLED_WITH) && readFileSync(FILLED_WITH, 'utf8') === wanted) return 0;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  console.log('Preparing models/training/.venv, once.');
  const steps = [
    [...python, '-m', 'venv', ENVIRONMENT],
    [pythonOfEnvironment(), '-m', 'pip', 'install', '-qq', '--retries', '1', '-r', REQUIREMENTS],
  ];
  for (const step of steps) {
    const status = run(step);
    if (status !== 0) return status;
  }
  writeFileSync(FILLED_WITH, wanted);
  return 0;
}

function pythonOfEnvironment(): string {
  return WINDOWS ? join(ENVIRONMENT, 'Scripts', 'python.exe') : join(ENVIRONMENT, 'bin', 'python');
}

/** Exit status; the program's output is ours. */
function run(command: readonly string[]): number {
  const [program = '', ...rest] = command;
  const { status, error } = spawnSync(program, rest, {
    cwd: FOLDER,
    stdio: 'inherit',
    env: {
      // Two arithmetic threads on tensors this small cost more than they give.
      OMP_NUM_THREADS: '1',
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  if (error !== undefined) console.error(error.message);
  return status ?? 1;
}

process.exitCode = testTraining(process.argv.slice(2));
