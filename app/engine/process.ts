/** Entry of the engine's process: native decoding and models, away from whoever owns windows. */
import { sendToParent, onParentMessage } from './parent.ts';
import { AppError, toFailure } from '../core/failure.ts';
import { chooseResolution } from '../core/fingerprint/resolution.ts';
import { UNKNOWN_FINGER } from '../core/finger.ts';
import { scaleBox, scalePoints } from '../core/geometry.ts';
import { ENGINE } from '../core/parameters.ts';
import type { Acquisition, SourceFacts } from '../core/sample.ts';
import type { Modality, ModelId } from '../core/vocabulary.ts';
import { DecodeProblem } from './decode/problem.ts';
import type { decodeImage } from './decode/decode.ts';
import type { encodePreview } from './decode/sharp.ts';
import { checkModels, describeModels } from './described-models.ts';
import { fingerprintScaleOf } from './fingerprint/manifest.ts';
import { createGate } from './gate.ts';
import { scaleOf } from './manifest.ts';
import { RUNTIME_VERSION, availableProviders } from './ort.ts';
import { chooseLanes, type ChosenLanes } from './providers.ts';
import type {
  AnalyseOptions,
  EngineFacts,
  EngineReplies,
  EngineRequest,
  EngineSettings,
  Preview,
  RequestKind,
} from './protocol.ts';
import { createReferences } from './references.ts';
import { hashOf, readSource, type ImageSource } from './source.ts';

interface OpenEngine {
  readonly settings: EngineSettings;
  readonly facts: EngineFacts;
  readonly chosen: ChosenLanes;
  readonly decodeImage: typeof decodeImage;
  readonly encodePreview: typeof encodePreview;
  /** Keeps decoding only a little ahead of the lanes: decoded images are large. */
  readonly decoding: ReturnType<typeof createGate>;
}

type DecodedImage = Awaited<ReturnType<typeof decodeImage>>;

let engine: OpenEngine | undefined;
const references = createReferences();

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
    case 'check-models':
      return checkModels(opened().settings, request.modality);
    case 'analyse':
      return analyse(opened(), request.source, request.options);
    case 'preview':
      return preview(opened(), request.source, request.maxSide);
    case 'load-references':
      references.load(request);
      return null;
    case 'search':
      return references.search(request, opened().facts.scales.fingerprint?.comparison);
  }
}

async function openEngine(settings: EngineSettings): Promise<OpenEngine> {
  const models = describeModels(settings);
  const first = settings.first ?? (models.face ? 'face' : 'fingerprint');
  // Lanes open their models in threads of their own while this one loads the decoders.
  const choosing = chooseLanes(settings, { models, first }, availableProviders());
  const [chosen, { decodeImage }, { SHARP_VERSIONS, encodePreview }] = await Promise.all([
    choosing,
    import('./decode/decode.ts'),
    import('./decode/sharp.ts'),
  ]);
  const { face, fingerprint } = models;
  return {
    settings,
    chosen,
    decodeImage,
    encodePreview,
    decoding: createGate(chosen.lanes.count * ENGINE.decodeAhead),
    facts: {
      scales: {
        ...(face ? { face: scaleOf(face.manifest, face.encoder) } : {}),
        ...(fingerprint ? { fingerprint: fingerprintScaleOf(fingerprint.manifest) } : {}),
      },
      provider: chosen.provider,
      providers: chosen.providers,
      lanes: chosen.lanes.count,
      versions: { onnxruntime: RUNTIME_VERSION, ...SHARP_VERSIONS },
    },
  };
}

function opened(): OpenEngine {
  if (engine) return engine;
  throw new AppError('internal', 'Expected the engine to be opened first but received a request.');
}

/** read -> hash -> decode -> (lane: all that the modality does with pixels) */
async function analyse(
  { chosen, decodeImage: decode, decoding, facts }: OpenEngine,
  source: ImageSource,
  options: AnalyseOptions,
): Promise<Acquisition> {
  return decoding(async () => {
    try {
      const bytes = await readSource(source);
      const sha256 = hashOf(bytes);
      const decoded = await decode(bytes);
      const { format, width, height } = decoded;
      const known: SourceFacts = { sha256, bytes: bytes.length, format, width, height };
      return options.modality === 'face'
        ? await acquireFace(chosen, facts, decoded, known, options)
        : await acquirePrint(chosen, facts, decoded, known, options);
    } catch (thrown) {
      if (!(thrown instanceof DecodeProblem)) throw thrown;
      const { modality } = options;
      return { outcome: 'failure-to-acquire', modality, reasons: [thrown.reason] };
    }
  });
}

/** read -> decode -> shrink -> encode */
async function preview(
  { decodeImage: decode, encodePreview: encode, decoding }: OpenEngine,
  source: ImageSource,
  maxSide: number,
): Promise<Preview> {
  return decoding(async () => {
    try {
      const { image } = await decode(await readSource(source));
      return { outcome: 'shown', type: 'image/jpeg', ...(await encode(image, maxSide)) };
    } catch (thrown) {
      if (!(thrown instanceof DecodeProblem)) throw thrown;
      return { outcome: 'failure-to-acquire', reasons: [thrown.reason] };
    }
  });
}

async function acquireFace(
  { lanes }: ChosenLanes,
  engineFacts: EngineFacts,
  { image }: DecodedImage,
  source: SourceFacts,
  { modality, face: selection }: AnalyseOptions & { modality: 'face' },
): Promise<Acquisition> {
  const request = { kind: 'face', image, selection } as const;
  // Large images are looked at smaller than they are.
  const scale = source.width / image.width;
  const analysis = await lanes.run(request, transferable(image.data));
  if (analysis.outcome === 'failure-to-acquire') {
    const { measured, ...failure } = analysis;
    if (!measured) return { ...failure, modality, source };
    const { quality } = measured;
    const box = scaleBox(measured.box, scale);
    const points = scalePoints(measured.points, scale);
    return { ...failure, modality, source, quality, box, points };
  }
  const modelId = modelIdIn(engineFacts, modality);
  const { box, landmarks } = analysis.sample;
  const places = { box: scaleBox(box, scale), landmarks: scalePoints(landmarks, scale) };
  const sample = { ...analysis.sample, ...places, modality, source, modelId };
  return { outcome: 'acquired', sample };
}

async function acquirePrint(
  { lanes }: ChosenLanes,
  engineFacts: EngineFacts,
  { image, dpi: file, width }: DecodedImage,
  source: SourceFacts,
  { modality, dpi: given, finger = UNKNOWN_FINGER }: AnalyseOptions & { modality: 'fingerprint' },
): Promise<Acquisition> {
  const resolution = chooseResolution({ given, file });
  // Large images are looked at smaller than they are.
  const workingDpi = (resolution.dpi * image.width) / width;
  const request = { dpi: resolution.dpi, workingDpi };
  const analysis = await lanes.run(
    { kind: 'fingerprint', image, resolution: request },
    transferable(image.data),
  );
  if (analysis.outcome === 'failure-to-acquire') return { ...analysis, modality, source };
  const modelId = modelIdIn(engineFacts, modality);
  const facts = { modality, source, modelId, finger, resolution };
  return { outcome: 'acquired', sample: { ...analysis.sample, ...facts } };
}

/** A lane that answered has models, and models have a scale. */
function modelIdIn({ scales }: EngineFacts, modality: Modality): ModelId {
  const scale = scales[modality];
  if (scale) return scale.modelId;
  throw new AppError('internal', `Expected a scale of ${modality} but received none.`);
}

/** Buffers of their own are handed over; views into a shared pool are copied. */
function transferable(data: Uint8Array): ArrayBuffer[] {
  const { buffer } = data;
  return buffer instanceof ArrayBuffer && buffer.byteLength === data.byteLength ? [buffer] : [];
}
