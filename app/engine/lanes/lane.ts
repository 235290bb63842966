/** Entry of one lane: a worker thread that owns one set of sessions on one provider. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant, toFailure } from '../../core/failure.ts';
import { analyseFace } from '../face/analyse.ts';
import { openFaceModels } from '../face/models.ts';
import { runGolden } from './golden.ts';
import type { LaneJob, LaneReply, LaneSettings } from './messages.ts';

invariant(parentPort, 'a lane runs as a worker thread');
const port = parentPort;
const settings = workerData as LaneSettings; // Handed over by lanes.ts, which types it.

const opened = open();
// Every job awaits it and tells; a lane without jobs must not end the process over it.
opened.catch(() => undefined);
let queue: Promise<void> = Promise.resolve();

port.on('message', (job: LaneJob) => {
  queue = queue.then(() => answer(job));
});

function open() {
  const { modelsFolder, manifest, encoder, provider } = settings;
  return openFaceModels(modelsFolder, manifest, encoder, provider);
}

async function answer(job: LaneJob): Promise<void> {
  try {
    reply({ id: job.id, value: await run(job) });
  } catch (thrown) {
    reply({ id: job.id, failure: toFailure(thrown) });
  }
}

async function run(job: LaneJob) {
  const models = await opened;
  switch (job.kind) {
    case 'analyse':
      return analyseFace(models, job.image, job.selection);
    case 'golden':
      return runGolden(models, job);
    case 'close':
      await models.close();
      return null;
  }
}

function reply(message: LaneReply): void {
  port.postMessage(message);
  if ('value' in message && message.value === null) port.close();
}
