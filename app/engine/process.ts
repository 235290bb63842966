/** Entry of the engine's process: native decoding and models, away from whoever owns windows. */
import { sendToParent, onParentMessage } from './parent.ts';
import { AppError, toFailure } from '../core/failure.ts';
import { ENGINE } from '../core/parameters.ts';
import type { Acquisition, SourceFacts } from '../core/sample.ts';
import { findClosest, type ReferenceMatrix } from '../core/search.ts';
import { DecodeProblem } from './decode/problem.ts';
import type { decodeImage } from './decode/decode.ts';
import { createGate } from './gate.ts';
import { findEncoder, readFaceManifest, scaleOf, type FaceManifest } from './manifest.ts';
import { readModelFile } from './model-file.ts';
import { RUNTIME_VERSION, availableProviders } from './ort.ts';
import { chooseLanes, type ChosenLanes } from './providers.ts';
import type {
  AnalyseOptions,
  EngineFacts,
  EngineReplies,
  EngineRequest,
  EngineSettings,
  RequestKind,
} from './protocol.ts';
import { hashOf, readSource, type ImageSource } from './source.ts';
import path from 'node:path';

interface OpenEngine {
  readonly facts: EngineFacts;
  readonly chosen: ChosenLanes;
  readonly decodeImage: typeof decodeImage;
  /** Keeps decoding only a little ahead of the lanes: decoded images are large. */
  readonly decoding: ReturnType<typeof createGate>;
}

let engine: OpenEngine | undefined;
let references: { matrix: number; dimensions: number; parts: Float32Array[] } | undefined;
let joined: ReferenceMatrix | undefined;

onParentMessage(({ id, request }) => {
  handle(request).then(
    (value) => sendToParent({ id, value }),
    (thrown: unknown) => sendToParent({ id, failure: toFailure(thrown) }),
  );
});

async function handle(request: EngineRequest): Promise<EngineReplies[RequestKind]> {
  switch (request.kind) {
    case 'open':
      engine = await openEngine(request.settings);
      return engine.facts;
    case 'analyse':
      return analyse(opened(), request.source, request.options);
    case 'load-references':
      loadReferences(request);
      return null;
    case 'search':
      return request.probes.map((probe) =>
        findClosest(matrixOf(request.matrix), probe, request.count),
      );
  }
}

async function openEngine(settings: EngineSettings): Promise<OpenEngine> {
  const manifest = readFaceManifest(settings.modelsFolder);
  const encoder = findEncoder(manifest, settings.encoder);
  const scale = scaleOf(manifest, encoder);
  const used = [manifest.detector, manifest.landmarks, ...encoder.parts.map(({ model }) => model)];
  const models = describeModels(settings.modelsFolder, manifest, used);
  // Lanes open their models in threads of their own while this one loads the decoders.
  const choosing = chooseLanes(settings, { manifest, encoder }, availableProviders());
  const [chosen, { decodeImage }, { SHARP_VERSIONS }] = await Promise.all([
    choosing,
    import('./decode/decode.ts'),
    import('./decode/sharp.ts'),
  ]);
  return {
    chosen,
    decodeImage,
    decoding: createGate(chosen.lanes.count * ENGINE.decodeAhead),
    facts: {
      scale,
      models,
      provider: chosen.provider,
      providers: chosen.providers,
      lanes: chosen.lanes.count,
      versions: { onnxruntime: RUNTIME_VERSION, ...SHARP_VERSIONS },
    },
  };
}

/** Reads each file once here, so that a missing or wrong one is told before any work starts. */
function describeModels(modelsFolder: string, manifest: FaceManifest, names: readonly string[]) {
  return names.map((name) => {
    const { file, sha256, bytes, licence } = manifest.files[name];
    readModelFile(path.join(modelsFolder, 'face'), manifest.files[name]);
    return { name, file: path.basename(file), sha256, bytes, licence };
  });
}

function opened(): OpenEngine {
  if (engine) return engine;
  throw new AppError('internal', 'Expected the engine to be opened first but received a request.');
}

/** read -> hash -> decode -> (lane: detect -> landmarks -> align -> embed -> quality) */
async function analyse(
  { chosen, decodeImage: decode, decoding, facts }: OpenEngine,
  source: ImageSource,
  options: AnalyseOptions,
): Promise<Acquisition> {
  return decoding(async () => {
    try {
      const bytes = await readSource(source);
      const sha256 = hashOf(bytes);
      const { image, format, width, height } = await decode(bytes);
      const sourceFacts: SourceFacts = { sha256, bytes: bytes.length, format, width, height };
      const analysis = await chosen.lanes.run(
        { kind: 'analyse', image, selection: options.face },
        transferable(image.data),
      );
      if (analysis.outcome === 'failure-to-acquire') return { ...analysis, source: sourceFacts };
      const { modelId } = facts.scale;
      return {
        outcome: 'acquired',
        sample: { ...analysis.sample, modality: 'face', source: sourceFacts, modelId },
      };
    } catch (thrown) {
      if (!(thrown instanceof DecodeProblem)) throw thrown;
      return { outcome: 'failure-to-acquire', reasons: [thrown.reason] };
    }
  });
}

/** Buffers of their own are handed over; views into a shared pool are copied. */
function transferable(data: Uint8Array): ArrayBuffer[] {
  const { buffer } = data;
  return buffer instanceof ArrayBuffer && buffer.byteLength === data.byteLength ? [buffer] : [];
}

function loadReferences(request: EngineRequest & { kind: 'load-references' }): void {
  const { matrix, dimensions, first, rows } = request;
  if (first) references = { matrix, dimensions, parts: [] };
  if (references?.matrix !== matrix) {
    throw new AppError('internal', 'Expected the first part of the references first.');
  }
  references.parts.push(rows);
  joined = undefined;
}

function matrixOf(matrix: number): ReferenceMatrix {
  if (references?.matrix !== matrix) {
    throw new AppError('internal', 'Expected loaded references for a search but received none.');
  }
  if (!joined) {
    const rows = new Float32Array(references.parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of references.parts) {
      rows.set(part, at);
      at += part.length;
    }
    references.parts = [rows];
    joined = { dimensions: references.dimensions, rows };
  }
  return joined;
}
