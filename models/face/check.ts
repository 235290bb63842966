import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { ModelFile } from '../manifest.ts';
import { syntheticBatch } from './synthetic-batch.ts';

/** A few values of each output for the synthetic batch: value by position, by output. */
const goldenSchema = z.record(z.string(), z.record(z.string(), z.number()));
export type Golden = z.infer<typeof goldenSchema>;

/** Golden values by model. */
export const goldenFileSchema = z.record(z.string(), goldenSchema);

/** Of a value, or of 1 where the value is smaller: CPUs add up in different orders. */
const TOLERANCE = 1e-4;
const GOLDEN_VALUES_PER_OUTPUT = 8;

/** What is wrong with a converted model: nothing, in the best case. */
export async function checkModel(
  path: string,
  file: ModelFile,
  golden: Golden | undefined,
): Promise<string[]> {
  const session = await openSession(path);
  try {
    const shapeFaults = [
      ...compareShapes('input', session.inputMetadata, file.inputs),
      ...compareShapes('output', session.outputMetadata, file.outputs),
    ];
    if (shapeFaults.length > 0) return shapeFaults;
    if (golden === undefined) {
      return ['Expected golden values for the model but received none. Run --update-manifest.'];
    }
    return compareValues(await runSynthetic(session, file), golden);
  } finally {
    await session.release();
  }
}

/** Golden values from a model that is known to be right. */
export async function takeGolden(path: string, file: ModelFile): Promise<Golden> {
  const session = await openSession(path);
  try {
    const outputs = await runSynthetic(session, file);
    return Object.fromEntries([...outputs].map(([name, values]) => [name, sampleValues(values)]));
  } finally {
    await session.release();
  }
}

/** ONNX Runtime is opened here alone and late: an install needs it for a check only. */
async function openSession(path: string): Promise<InferenceSession> {
  process.env.ORT_DISABLE_TELEMETRY = '1'; // Read when the first session is made.
  const { InferenceSession } = await import('onnxruntime-node');
  return InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
}

function compareShapes(
  kind: 'input' | 'output',
  metadata: readonly InferenceSession.ValueMetadata[],
  expected: ModelFile['inputs'],
): string[] {
  const received = new Map(
    metadata.map((value) => [value.name, value.isTensor ? value.shape.join(' x ') : 'no tensor']),
  );
  const names = new Set([...Object.keys(expected), ...received.keys()]);
  return [...names].flatMap((name) => {
    const wanted = expected[name]?.join(' x ') ?? 'nothing';
    const found = received.get(name) ?? 'nothing';
    if (wanted === found) return [];
    return [`Expected ${wanted} for the ${kind} "${name}" but received ${found}.`];
  });
}

/** The outputs for two images at once, float32. */
async function runSynthetic(
  session: InferenceSession,
  file: ModelFile,
): Promise<Map<string, Float32Array>> {
  const { Tensor } = await import('onnxruntime-node');
  const feeds: Record<string, Tensor> = {};
  for (const [name, shape] of Object.entries(file.inputs)) {
    const batch = syntheticBatch(shape, file.normalisation);
    feeds[name] = new Tensor('float32', batch.data, batch.shape);
  }
  const outputs = new Map<string, Float32Array>();
  for (const [name, tensor] of Object.entries(await session.run(feeds))) {
    if (!(tensor.data instanceof Float32Array)) {
      throw new Error(`Expected float32 for the output "${name}" but received ${tensor.type}.`);
    }
    outputs.set(name, tensor.data);
  }
  return outputs;
}

function compareValues(outputs: ReadonlyMap<string, Float32Array>, golden: Golden): string[] {
  return [...outputs].flatMap(([name, values]) => {
    const expectedValues = Object.entries(golden[name] ?? {});
    if (expectedValues.length === 0) {
      return [`Expected golden values for the output "${name}" but received none.`];
    }
    return expectedValues.flatMap(([position, expected]) => {
      const received = values[Number(position)] ?? Number.NaN;
      const allowed = TOLERANCE * Math.max(1, Math.abs(expected));
      if (Math.abs(received - expected) <= allowed) return [];
      return [`Expected ${expected} for "${name}" at ${position} but received ${received}.`];
    });
  });
}

/** Values at equal distances through an output, so that both images have their share. */
function sampleValues(values: Float32Array): Record<string, number> {
  const count = Math.min(GOLDEN_VALUES_PER_OUTPUT, values.length);
  const positions = Array.from({ length: count }, (_, index) =>
    Math.floor(((index + 0.5) * values.length) / count),
  );
  return Object.fromEntries(
    positions.map((position) => [String(position), Number((values[position] ?? 0).toPrecision(8))]),
  );
}
