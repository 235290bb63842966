/** Entry of one lane: a worker thread that owns one set of sessions on one provider. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant, toFailure } from '../../core/failure.ts';
import { analyseFace } from '../face/analyse.ts';
import { analysePrint } from '../fingerprint/analyse.ts';
import { createLaneModels } from './lane-models.ts';
import type { LaneJob, LaneReply, LaneSettings } from './messages.ts';
import { runGolden } from './run-golden.ts';

invariant(parentPort, 'a lane runs as a worker thread');
const port = parentPort;
const settings = workerData as LaneSettings; // Handed over by lanes.ts, which types it.

const models = createLaneModels(settings);
// Every job of the modality awaits it and tells what went wrong.
models[settings.first]().catch(() => undefined);
let queue: Promise<void> = Promise.resolve();

port.on('message', (job: LaneJob) => {
  queue = queue.then(() => answer(job));
});

async function answer(job: LaneJob): Promise<void> {
  try {
    reply({ id: job.id, value: await run(job) });
  } catch (thrown) {
    reply({ id: job.id, failure: toFailure(thrown) });
  }
}

async function run(job: LaneJob) {
  switch (job.kind) {
    case 'face':
      return analyseFace(await models.face(), job.image, job.selection);
    case 'fingerprint':
      return analysePrint(await models.fingerprint(), job.image, job.resolution);
    case 'golden':
      return runGolden(models, settings, job);
    case 'close':
      await models.close();
      return null;
  }
}

function reply(message: LaneReply): void {
  port.postMessage(message);
  if ('value' in message && message.value === null) port.close();
}
