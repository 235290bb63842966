/** The GPU lane on a GPU that is software: slow, but the same code, shaders and refusals. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compareFeatures } from '../../app/core/features.ts';
import { ENGINE } from '../../app/core/parameters.ts';
import type { Acquisition } from '../../app/core/sample.ts';
import type { AnchorTemplate, Embedding, ProviderName } from '../../app/core/vocabulary.ts';
import { openEngine, type Engine } from '../../app/engine/client.ts';
import { drawnFaceJpeg } from '../fixtures/drawn-face.ts';
import { drawnPrintBmp } from '../fixtures/drawn-finger.ts';
import { swiftShaderEnvironment, whyNoSwiftShader } from '../fixtures/swiftshader.ts';
import { MODELS_FOLDER, haveWeights } from './models.ts';

const whyNot = haveWeights ? whyNoSwiftShader() : 'the weights are not there';
if (whyNot) console.warn(`Tests of the GPU lane are skipped: ${whyNot}.`);

/** SwiftShader compiles the shaders of every model, for a minute and more on a small machine. */
const TIMEOUT_MS = 300_000;

let engine: Engine | undefined;

afterEach(() => {
  engine?.close();
  engine = undefined;
  vi.unstubAllEnvs();
});

async function open(provider: ProviderName | 'auto'): Promise<Engine> {
  const settings = { modelsFolder: MODELS_FOLDER, encoder: 'standard', lanes: 1 } as const;
  return (engine = await openEngine({ ...settings, provider, requestTimeoutMs: TIMEOUT_MS }));
}

function onSwiftShader(): void {
  for (const [name, value] of Object.entries(swiftShaderEnvironment())) vi.stubEnv(name, value);
}

/** The loader is there and knows no driver: what a machine without a GPU looks like. */
function withoutAdapter(): void {
  onSwiftShader();
  vi.stubEnv('VK_ICD_FILENAMES', '/nonexistent');
}

/** Nor is there a loader. */
function withoutLoader(): void {
  vi.stubEnv('LD_LIBRARY_PATH', '/nonexistent');
  vi.stubEnv('VK_ICD_FILENAMES', '/nonexistent');
}

function embeddingOf(acquisition: Acquisition): Embedding {
  if (acquisition.outcome === 'acquired' && acquisition.sample.modality === 'face') {
    return acquisition.sample.features;
  }
  throw new Error(`Expected a sample but received ${JSON.stringify(acquisition)}.`);
}

async function lookAtPrint(opened: Engine): Promise<AnchorTemplate> {
  const source = { kind: 'bytes', bytes: drawnPrintBmp({ person: 1 }) } as const;
  const acquisition = await opened.analyse(source, { modality: 'fingerprint' });
  if (acquisition.outcome === 'acquired' && acquisition.sample.modality === 'fingerprint') {
    return acquisition.sample.features;
  }
  throw new Error(`Expected a print but received ${JSON.stringify(acquisition)}.`);
}

async function embed(bytes: Uint8Array, opened: Engine): Promise<Embedding> {
  return embeddingOf(
    await opened.analyse({ kind: 'bytes', bytes }, { modality: 'face', face: 'dominant' }),
  );
}

const factsOf = (opened: Engine, name: ProviderName) =>
  opened.facts.providers.find((facts) => facts.name === name);

describe.skipIf(whyNot !== undefined)('webgpu [Linux x64 only]', { timeout: TIMEOUT_MS }, () => {
  it('where it is forced runs on SwiftShader, proven, and agrees with the CPU', async () => {
    const face = await drawnFaceJpeg(1, 0);
    const cpu = await open('cpu');
    const expected = await embed(face, cpu);
    const expectedPrint = await lookAtPrint(cpu);
    const scale = cpu.facts.scales.fingerprint;
    cpu.close();

    onSwiftShader();
    const gpu = await open('webgpu');
    expect(gpu.facts).toMatchObject({ provider: 'webgpu', lanes: 1 });
    const facts = factsOf(gpu, 'webgpu');
    expect(facts?.state).toBe('used');
    expect(facts?.drift).toBeLessThanOrEqual(ENGINE.maxProviderDrift);
    expect(facts?.drift, 'to the bit would mean that the CPU did it').toBeGreaterThan(0);
    const received = await embed(face, gpu);
    const difference = Math.max(...expected.map((value, i) => Math.abs(value - received[i])));
    expect(difference).toBeLessThan(1e-4);
    expect(difference).toBeGreaterThan(0);

    if (!scale) return expect.unreachable();
    expect(compareFeatures(scale, await lookAtPrint(gpu), expectedPrint)).toBeLessThan(0.02);
  });

  it('is refused by auto where it is software: the CPU is used, and the facts say why', async () => {
    onSwiftShader();
    const opened = await open('auto');
    expect(opened.facts.provider).toBe('cpu');
    expect(factsOf(opened, 'webgpu')).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('software') as string,
    });
    const cpu = factsOf(opened, 'cpu');
    expect(cpu).toMatchObject({ state: 'used', drift: 0 });
    expect(cpu?.goldenMs, 'measured, to compare a GPU with').toBeGreaterThan(0);
  });

  it.each([
    ['without an adapter', withoutAdapter],
    ['without a Vulkan loader', withoutLoader],
  ])('%s is refused where it is forced, with the reason', async (_what, prepare) => {
    prepare();
    await expect(open('webgpu')).rejects.toMatchObject({
      code: 'provider-refused',
      message: expect.stringMatching(/webgpu.*adapter.*Use --provider cpu or auto/s) as string,
    });
  });

  it.each([
    ['without an adapter', withoutAdapter],
    ['without a Vulkan loader', withoutLoader],
  ])('%s leaves auto on the CPU, with the reason in the facts', async (_what, prepare) => {
    prepare();
    const opened = await open('auto');
    expect(opened.facts.provider).toBe('cpu');
    const facts = factsOf(opened, 'webgpu');
    expect(facts?.state).toBe('refused');
    expect(facts?.reason).toContain('adapter');
    expect(await embed(await drawnFaceJpeg(1, 0), opened)).toHaveLength(192);
  });
});
