/** The one door to ONNX Runtime. */
import * as ort from 'onnxruntime-node';
import { AppError } from '../core/failure.ts';
import type { ProviderName } from '../core/vocabulary.ts';
import type { Dimension, ModelFile } from './manifest-parts.ts';

export interface Session {
  /**
   * Runs one input tensor [count, ...shape] float32 and returns every output by the manifest's
   * names. The buffers are the runtime's own: read them before the next run.
   *
   * @param lengths of the dimensions that the manifest leaves open, besides `N`
   */
  run(
    input: Float32Array,
    count: number,
    lengths?: Readonly<Record<string, number>>,
  ): Promise<Readonly<Record<string, Float32Array>>>;
  close(): Promise<void>;
}

export const RUNTIME_VERSION: string = ort.env.versions.node ?? ort.env.versions.common;

/** Execution providers that this build of the runtime carries. */
export function availableProviders(): ProviderName[] {
  const names = new Set(ort.listSupportedBackends().map(({ name }) => name));
  const providers: ProviderName[] = ['webgpu', 'cuda', 'dml', 'coreml'];
  return ['cpu', ...providers.filter((provider) => names.has(provider))];
}

/**
 * Whether the GPU lane of this process runs on a software adapter, told by the drivers that are
 * loaded once a session exists: the runtime gives no way to ask. Where a hardware driver is
 * loaded too, it is not called software.
 */
export function usesSoftwareAdapter(): boolean {
  Object.assign(process.report, { excludeNetwork: true }); // Looking up host names takes seconds.
  const report: { sharedObjects?: unknown } = process.report.getReport();
  const libraries = Array.isArray(report.sharedObjects) ? report.sharedObjects.map(String) : [];
  const loaded = (names: RegExp) => libraries.some((library) => names.test(library));
  return (
    loaded(/libvk_swiftshader|libvulkan_lvp|d3d10warp/i) &&
    !loaded(/libGLX_nvidia|libvulkan_(intel|radeon|nouveau|asahi|freedreno|panfrost)/i)
  );
}

/**
 * Opens a model on one provider and checks its names and shapes against the manifest.
 * A provider other than the CPU gets no fallback: it takes the whole graph or creation fails.
 *
 * @throws AppError `model-invalid` or `provider-refused`
 */
export async function openSession(
  bytes: Uint8Array,
  model: ModelFile,
  provider: ProviderName,
): Promise<Session> {
  const session = await createSession(bytes, model, provider);
  checkNames(session, model);
  const [[inputName, inputShape]] = Object.entries(model.inputs);
  return {
    async run(input, count, lengths = {}) {
      const shape = inputShape.map((size) => lengthOf(size, { ...lengths, N: count }));
      const results = await session.run({ [inputName]: new ort.Tensor('float32', input, shape) });
      return Object.fromEntries(
        Object.keys(model.outputs).map((name) => [name, floats(results[name], name)]),
      );
    },
    close: () => session.release(),
  };
}

function lengthOf(size: Dimension, lengths: Readonly<Record<string, number>>): number {
  return typeof size === 'number' ? size : lengths[size];
}

async function createSession(bytes: Uint8Array, model: ModelFile, provider: ProviderName) {
  try {
    return await ort.InferenceSession.create(bytes, {
      executionProviders: [provider],
      // One thread a lane: lanes are the parallelism, and results do not depend on it.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
      ...(provider === 'cpu' ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
    });
  } catch (cause) {
    const reason = shortReason(cause);
    if (provider !== 'cpu') {
      throw new AppError(
        'provider-refused',
        `Expected the execution provider ${provider} to run ${model.file} but received: ${reason}`,
        { cause },
      );
    }
    throw new AppError(
      'model-invalid',
      `Expected a model that the runtime can open for ${model.file} but received: ${reason}; ` +
        'install the program again.',
      { cause },
    );
  }
}

function checkNames(session: ort.InferenceSession, model: ModelFile): void {
  check('inputs', session.inputMetadata, model.inputs, model.file);
  check('outputs', session.outputMetadata, model.outputs, model.file);
}

function check(
  what: string,
  actual: readonly ort.InferenceSession.ValueMetadata[],
  expected: ModelFile['inputs'],
  file: string,
): void {
  const shapes = new Map(actual.map((value) => [value.name, value.isTensor ? value.shape : []]));
  for (const [name, shape] of Object.entries(expected)) {
    const received = shapes.get(name);
    // A dimension that the manifest leaves open may have any name or none in the model.
    const fits =
      received?.length === shape.length &&
      shape.every((size, i) => typeof size === 'string' || received[i] === size);
    if (fits) continue;
    throw new AppError(
      'model-invalid',
      `Expected ${what} ${name} [${shape.join(', ')}] for the model ${file} but received ` +
        `${[...shapes].map(([key, value]) => `${key} [${value.join(', ')}]`).join(', ')}; ` +
        'install the program again.',
    );
  }
}

function floats(tensor: ort.Tensor | undefined, name: string): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new AppError(
    'model-invalid',
    `Expected float32 for the output ${name} but received ${tensor?.type ?? 'nothing'}.`,
  );
}

/** Without the place in the runtime's own source that its messages begin with. */
function shortReason(cause: unknown): string {
  const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return line.replace(/^\S*onnxruntime_src\S*\s.*?\bwas false\.\s*/, '').trim();
}
