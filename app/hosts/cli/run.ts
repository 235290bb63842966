/** Runs the command line that the process was started with. */
import { CommanderError } from 'commander';
import { AppError } from '../../core/failure.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { note, printJson } from './terminal.ts';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.internal);
});

try {
  await createProgram(setExitCode).parseAsync(process.argv);
} catch (thrown) {
  setExitCode(report(thrown));
}

/** Set, not called: what was printed may still be on its way into a pipe. */
function setExitCode(code: ExitCode): void {
  process.exitCode = code;
}

function report(thrown: unknown): ExitCode {
  const json = process.argv.includes('--json');
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return EXIT.done;
    // Commander has printed its own message already, for people.
    if (json) printJson({ failure: { code: 'bad-input', message: thrown.message } });
    return EXIT.badInput;
  }
  const failure =
    thrown instanceof AppError
      ? { code: thrown.code, message: thrown.message }
      : {
          code: 'internal' as const,
          message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
        };
  if (json) printJson({ failure });
  else note(`twinmark: ${failure.message}`);
  return exitCodeOf(failure.code);
}
