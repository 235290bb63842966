/** Entry of the thread that makes synthetic prints; see print-maker.ts. */
import { parentPort } from 'node:worker_threads';
import type { PrintFormat } from '../../contract/synthesis.ts';
import { assertNever, invariant, toFailure } from '../../core/failure.ts';
import { encodeBmp, encodePgm } from '../../core/synthesis/encode-grey.ts';
import type { FingerKey } from '../../core/synthesis/finger-traits.ts';
import type { GreyImage } from '../../core/synthesis/grey-image.ts';
import { createImpression } from '../../core/synthesis/impression.ts';
import { createMaster, type Master } from '../../core/synthesis/master.ts';
import { SENSOR_DPI } from '../../core/synthesis/sensor.ts';
import { encodeWsq } from '../../core/wsq/encode.ts';
import type { MadePrint, PrintJob, PrintReply, PrintRequest } from './print-maker.ts';

invariant(parentPort, 'prints are made in a worker thread');
const port = parentPort;

let last: Master | undefined;

port.on('message', (job: PrintJob) => {
  try {
    const made = make(job);
    port.postMessage({ id: job.id, made } satisfies PrintReply, [made.bytes.buffer]);
  } catch (thrown) {
    port.postMessage({ id: job.id, failure: toFailure(thrown) } satisfies PrintReply);
  }
});

function make({ key, impression, format }: PrintRequest): MadePrint {
  const master = last && isSame(last.key, key) ? last : createMaster(key);
  last = master;
  const { image, conditions } = createImpression(master, impression);
  // A copy of its own: some encoders answer a view of a larger buffer, and only that is sent.
  const bytes = new Uint8Array(encode(image, format));
  return { bytes, conditions, pattern: master.traits.pattern };
}

function isSame(one: FingerKey, other: FingerKey): boolean {
  return one.seed === other.seed && one.person === other.person && one.finger === other.finger;
}

function encode(image: GreyImage, format: PrintFormat): Uint8Array {
  switch (format) {
    case 'bmp':
      return encodeBmp(image, SENSOR_DPI);
    case 'pgm':
      return encodePgm(image);
    case 'wsq':
      return encodeWsq(image.data, image.width, image.height, { dpi: SENSOR_DPI });
    default:
      return assertNever(format);
  }
}
