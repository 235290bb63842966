/** One run of one command: builds the app, calls the host, turns failures into exit codes. */
import type { CommandInput, CommandName, CommandResult } from '../../contract/commands.ts';
import type { JobKind, JobResult, JobValues } from '../../contract/events.ts';
import { AppError, fromFailure } from '../../core/failure.ts';
import { composeApp, type App } from '../../services/compose.ts';
import type { CommonOptions } from './options.ts';
import { createProgressView } from './progress.ts';
import { note } from './terminal.ts';

export interface Session {
  call<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandResult<Name>>;
  /** Starts long work, shows its progress, and waits for its result; Ctrl-C cancels it. */
  work<Kind extends JobKind>(
    kind: Kind,
    start: () => Promise<{ readonly jobId: string }>,
  ): Promise<JobValues[Kind]>;
  grantFolder(path: string): string;
}

export async function withSession<Value>(
  options: CommonOptions,
  run: (session: Session) => Promise<Value>,
): Promise<Value> {
  const app = composeApp(options, { onBug: (thrown) => note(describeBug(thrown)) });
  const session: Session = {
    async call(name, input) {
      const answer = await app.invoke(name, input);
      if (answer.ok) return answer.value;
      throw fromFailure(answer.failure);
    },
    work: (kind, start) => waitForJob(app, kind, start),
    grantFolder: app.grantFolder,
  };
  const stopNotices = app.onEvent((event) => {
    if (event.event === 'engine.notice') note(`note: ${event.message}`);
  });
  try {
    return await run(session);
  } finally {
    stopNotices();
    app.close();
  }
}

async function waitForJob<Kind extends JobKind>(
  app: App,
  kind: Kind,
  start: () => Promise<{ readonly jobId: string }>,
): Promise<JobValues[Kind]> {
  const view = createProgressView(process.stderr, () => performance.now());
  const { promise, resolve, reject } = Promise.withResolvers<JobResult>();
  const stop = app.onEvent((event) => {
    if (event.event === 'job.progress') view.show(event.progress);
    if (event.event === 'job.finished') resolve(event.result);
    if (event.event === 'job.failed') reject(fromFailure(event.failure));
  });
  let interrupt: (() => void) | undefined;
  try {
    const { jobId } = await start();
    interrupt = () => void app.invoke('job.cancel', { jobId });
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    const result = await promise;
    if (result.kind !== kind) throw new AppError('internal', `Expected the result of ${kind}.`);
    // The kind was compared in the line above; TypeScript can't narrow by a type parameter.
    return result.value as JobValues[Kind];
  } finally {
    view.clear();
    stop();
    if (interrupt) {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    }
  }
}

function describeBug(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
