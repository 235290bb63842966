/** Synthetic people to try everything with. Their spare prints last as long as the window. */
import type { DemoReport } from '../../app/contract/demo.ts';
import { client } from '../client.ts';
import { words } from '../words/words.ts';
import { jobs, resultOf } from './jobs.svelte.ts';

let probes = $state.raw<DemoReport['probes']>([]);
let jobId = $state<string>();

export const demo = {
  /** Prints that are not enrolled. */
  get probes() {
    return probes;
  },

  /** Of the work that draws and enrols them, while it runs. */
  get jobId() {
    return jobId;
  },

  async start(): Promise<void> {
    const job = await jobs.start(words().verify.demoName, client.invoke('demo.start', {}));
    jobId = job.jobId;
    try {
      probes = resultOf(await job.ended, 'demo').probes;
    } finally {
      jobId = undefined;
    }
  },

  async remove(): Promise<number> {
    const { people } = await client.invoke('demo.remove', {});
    probes = [];
    return people;
  },
};
