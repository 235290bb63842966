/** Entry of a thread of evaluations; see thread.ts. */
import { parentPort } from 'node:worker_threads';
import { invariant, toFailure } from '../../core/failure.ts';
import { pairDistances } from '../../core/evaluation/pair-distances.ts';
import { referenceAt } from '../../core/features.ts';
import { unpackAnchors, type PreparedAnchors } from '../../core/fingerprint/anchor-template.ts';
import { comparePrepared } from '../../core/fingerprint/compare.ts';
import { analyse } from './analysis.ts';
import { analyseFusion } from './fusion.ts';
import type { ThreadReplies, ThreadReply, ThreadRequest } from './thread-messages.ts';

invariant(parentPort, 'evaluations compute in a worker thread');
const port = parentPort;

type Prints = ThreadRequest & { readonly kind: 'prints' };

let prints: Prints | undefined;
/** Laid out for comparing when first needed. */
let prepared: (PreparedAnchors | undefined)[] = [];

port.on('message', (request: ThreadRequest) => {
  try {
    const { value, transfer = [] } = answer(request);
    port.postMessage({ value } satisfies ThreadReply, transfer);
  } catch (thrown) {
    port.postMessage({ failure: toFailure(thrown) } satisfies ThreadReply);
  }
});

interface Answer {
  readonly value: ThreadReplies[keyof ThreadReplies];
  readonly transfer?: ArrayBuffer[];
}

function answer(request: ThreadRequest): Answer {
  switch (request.kind) {
    case 'prints':
      prints = request;
      prepared = [];
      return { value: null };
    case 'compare-prints':
      return handedOver(comparePrints(request));
    case 'compare-faces':
      return handedOver(pairDistances(request.faces, request.pairs));
    case 'analyse': {
      const { distances } = request.input;
      const { analysis, populations } = analyse(request.input);
      const arrays = [distances, populations.mated, populations.nonMated];
      return {
        value: { analysis, populations, distances },
        transfer: arrays.map((array) => owned(array).buffer),
      };
    }
    case 'fuse':
      return { value: analyseFusion(request.input) };
  }
}

function handedOver(array: Float64Array): Answer {
  const value = owned(array);
  return { value, transfer: [value.buffer] };
}

function comparePrints({
  probes,
  references,
}: ThreadRequest & { readonly kind: 'compare-prints' }): Float64Array {
  invariant(prints, 'prints come before their pairs');
  const { comparison } = prints;
  return Float64Array.from(probes, (probe, i) =>
    comparePrepared(print(probe), print(references[i]), comparison),
  );
}

function print(row: number): PreparedAnchors {
  invariant(prints, 'prints come before their pairs');
  const packed = referenceAt(prints.prints, row);
  invariant(packed instanceof Uint8Array, 'prints are packed anchors');
  return (prepared[row] ??= unpackAnchors(packed));
}

function owned(array: Float64Array): Float64Array<ArrayBuffer> {
  invariant(array.buffer instanceof ArrayBuffer, 'what is handed over is no shared memory');
  return array as Float64Array<ArrayBuffer>; // Checked in the line above.
}
