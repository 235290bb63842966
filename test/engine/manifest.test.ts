import { describe, expect, it } from 'vitest';
import { AppError, type FailureCode } from '../../app/core/failure.ts';
import {
  checkFaceManifest,
  findEncoder,
  modelIdOf,
  readFaceManifest,
  scaleOf,
  type FaceManifest,
} from '../../app/engine/manifest.ts';
import { MANIFEST_TEXT, MODELS_FOLDER, copyModels } from './models.ts';

/** The shipped manifest, changed as JSON: what a hand or a disk may do to it. */
function changed(...changes: readonly (readonly [at: string, value: unknown])[]): string {
  const root: unknown = JSON.parse(MANIFEST_TEXT);
  for (const [at, value] of changes) {
    const keys = at.split('.');
    const last = keys.pop() ?? '';
    let place: unknown = root;
    for (const key of keys) place = memberOf(place)[key];
    if (value === undefined) Reflect.deleteProperty(memberOf(place), last);
    else memberOf(place)[last] = value;
  }
  return JSON.stringify(root);
}

function memberOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('Expected an object.');
  return value as Record<string, unknown>; // Checked above; arrays have such keys too.
}

function refusal(act: () => unknown): { code: FailureCode; message: string } {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
  throw new Error('Expected a refusal but received a manifest.');
}

const idOf = (text: string, encoder = 'accurate') => {
  const manifest: FaceManifest = checkFaceManifest(text);
  return modelIdOf(manifest, findEncoder(manifest, encoder));
};

describe('the face manifest', () => {
  it('that is shipped is complete', () => {
    const manifest = readFaceManifest(MODELS_FOLDER);
    for (const key of Object.keys(manifest.encoders)) {
      const scale = scaleOf(manifest, findEncoder(manifest, key));
      expect(scale.modelId).toMatch(/^face-[a-z-]+\.v\d+-[0-9a-f]{8}$/);
      expect(scale.untunedThreshold).toBeLessThan(scale.margin);
    }
  });

  it('that is missing is told with what to do, and without the path', () => {
    const { code, message } = refusal(() => readFaceManifest('/no/such/folder'));
    expect(code).toBe('model-missing');
    expect(message).toContain('install the program again');
    expect(message).not.toContain('/no/such');
  });

  it.each([
    ['no JSON', MANIFEST_TEXT.slice(0, 1000), 'JSON'],
    ['nothing', '', 'JSON'],
    ['JSON of something else', '[]', 'object'],
    ['of another version', changed(['schema', 2]), 'schema'],
    ['of another modality', changed(['modality', 'fingerprint']), 'modality'],
    ['without the detector', changed(['files.blazeface', undefined]), 'detector "blazeface"'],
    ['without the landmark model', changed(['landmarks', 'other']), 'landmark model "other"'],
    [
      'with an encoder of an unknown model',
      changed(['encoders.standard.parts.0.model', 'toString']),
      'model "toString"',
    ],
    [
      'with an encoder of an unknown alignment',
      changed(['encoders.standard.parts.0.alignment', 'other']),
      'alignment "other"',
    ],
    ['with an encoder of no parts', changed(['encoders.standard.parts', []]), 'parts'],
    ['with half a hash', changed(['files.facemesh.sha256', 'abc']), 'files.facemesh.sha256'],
    ['without a threshold', changed(['encoders.standard.untunedThreshold', undefined]), 'untuned'],
    ['with a weight of zero', changed(['encoders.accurate.parts.1.weight', 0]), 'weight'],
    ['with four points', changed(['alignments.dlib-150.points', [[1, 2]]]), 'points'],
  ])('that is %s is refused, naming the place and what to do', (_what, text, place) => {
    const { code, message } = refusal(() => checkFaceManifest(text));
    expect(code).toBe('model-invalid');
    expect(message).toContain(place);
    expect(message).toContain('install the program again');
  });

  it('that is damaged on the disk is refused in the same way', () => {
    const copy = copyModels();
    try {
      copy.manifest(MANIFEST_TEXT.replace('"schema"', '"scheme"'));
      expect(refusal(() => readFaceManifest(copy.folder)).code).toBe('model-invalid');
    } finally {
      copy.remove();
    }
  });

  it('answers for an unknown encoder with those it has', () => {
    const manifest = checkFaceManifest(MANIFEST_TEXT);
    for (const key of ['best', 'constructor', '']) {
      const { code, message } = refusal(() => findEncoder(manifest, key));
      expect(code).toBe('bad-input');
      expect(message).toContain('standard, accurate');
    }
  });
});

describe('the model id', () => {
  const other = 'f'.repeat(64);
  const original = idOf(MANIFEST_TEXT);

  it.each([
    ['the weights of a part', changed(['files.dlib-resnet.sha256', other])],
    ['the weights of the detector', changed(['files.blazeface.sha256', other])],
    ['the weights of the landmark model', changed(['files.facemesh.sha256', other])],
    ['an alignment', changed(['alignments.dlib-150.points.2.1', 77])],
    ['the size of an alignment', changed(['alignments.dlib-150.size', 160])],
    ['which alignment', changed(['encoders.accurate.parts.1.alignment', 'five-points-112'])],
    ['a mean', changed(['files.mobilefacenet.normalisation.mean.0', 127])],
    ['a scale', changed(['files.mobilefacenet.normalisation.scale.2', 0.0079])],
    ['the weight of a part', changed(['encoders.accurate.parts.1.weight', 1.25])],
    ['mirroring', changed(['encoders.accurate.parts.0.mirrored', false])],
    ['the version', changed(['encoders.accurate.version', 99])],
  ])('changes with %s', (_what, text) => {
    expect(idOf(text)).not.toBe(original);
  });

  it.each([
    ['a licence', changed(['files.dlib-resnet.licence', 'MIT'])],
    ['a provenance', changed(['files.dlib-resnet.provenance', 'Elsewhere.'])],
    [
      'the calibration',
      changed(
        ['encoders.accurate.calibration.id', 'another'],
        ['encoders.accurate.calibration.points', []],
      ),
    ],
    ['the thresholds', changed(['encoders.accurate.untunedThreshold', 0.5])],
    ['a model that it does not use', changed(['encoders.standard.version', 99])],
    ['the order of keys', JSON.stringify(reversed(JSON.parse(MANIFEST_TEXT)))],
  ])('does not change with %s', (_what, text) => {
    expect(idOf(text)).toBe(original);
  });

  it('of each encoder is its own', () => {
    expect(idOf(MANIFEST_TEXT, 'standard')).not.toBe(original);
  });
});

/** The same JSON with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
