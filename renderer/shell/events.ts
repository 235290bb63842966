/** Where each event of the host goes. */
import type { HostEvent } from '../../app/contract/events.ts';
import { assertNever } from '../../app/core/failure.ts';
import { navigate } from '../navigation.svelte.ts';
import { parseRoute } from '../router.ts';
import { tellDataChanged } from '../stores/data-changes.ts';
import { jobs } from '../stores/jobs.svelte.ts';
import { notices } from '../stores/notices.svelte.ts';
import { settings } from '../stores/settings.svelte.ts';
import { tellFailures } from '../stores/tell-failures.ts';
import { toast } from '../stores/toasts.svelte.ts';
import { words } from '../words/words.ts';

interface ShellActions {
  readonly openPalette: () => void;
}

export function takeEvent(event: HostEvent, { openPalette }: ShellActions): void {
  switch (event.event) {
    case 'job.progress':
      return jobs.take(event);
    case 'job.finished':
    case 'job.failed':
      jobs.take(event);
      return tellEnd(event);
    case 'engine.notice':
      return notices.add(event.message);
    case 'data.changed':
      if (event.what === 'settings') void tellFailures(settings.load);
      return tellDataChanged(event.what);
    case 'shell.navigate': {
      const { screen, id, query } = parseRoute(event.route);
      return navigate(screen, id, query);
    }
    case 'shell.palette':
      return openPalette();
    default:
      return assertNever(event);
  }
}

type JobEnd = Extract<HostEvent, { readonly event: 'job.finished' | 'job.failed' }>;

function tellEnd({ jobId }: JobEnd): void {
  const job = jobs.find(jobId);
  if (!job || job.name === '') return;
  const say = words().shell;
  if (job.state === 'finished') return toast({ text: say.jobDone(job.name) });
  if (job.state === 'cancelled') return toast({ kind: 'note', text: say.jobCancelled(job.name) });
  toast({ kind: 'failure', text: say.jobFailed(job.name), detail: job.failure?.message });
}
