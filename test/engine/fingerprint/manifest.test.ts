import { mkdtempSync, rmSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkFingerprintManifest,
  fingerprintModelId,
  fingerprintScaleOf,
  readFingerprintManifest,
} from '../../../app/engine/fingerprint/manifest.ts';
import { MODELS_FOLDER } from '../models.ts';

const TEXT = readFileSync(path.join(MODELS_FOLDER, 'fingerprint/manifest.json'), 'utf8');

/** The shipped manifest with the values at some places changed, or taken out. */
function changed(...changes: readonly (readonly [at: string, value: unknown])[]): string {
  const root: unknown = JSON.parse(TEXT);
  for (const [at, value] of changes) {
    const keys = at.split('.');
    const last = keys.pop() ?? '';
    let place = root as Record<string, unknown>; // Objects all the way, by the places below.
    for (const key of keys) place = place[key] as Record<string, unknown>;
    if (value === undefined) Reflect.deleteProperty(place, last);
    else place[last] = value;
  }
  return JSON.stringify(root);
}

const idOf = (text: string) => fingerprintModelId(checkFingerprintManifest(text));

describe('the fingerprint manifest', () => {
  it('that is shipped is complete, and says how distances are to be read', () => {
    const manifest = readFingerprintManifest(MODELS_FOLDER);
    const scale = fingerprintScaleOf(manifest);
    expect(scale.modality).toBe('fingerprint');
    expect(scale.modelId).toMatch(/^fingerprint-[a-z-]+\.v\d+-[0-9a-f]{8}$/);
    expect(scale.comparison.margin).toBe(scale.margin);
    expect(scale.untunedThreshold).toBeLessThan(scale.margin);
    expect(scale.calibration.points.length).toBeGreaterThan(0);
  });

  it('that is missing is told with what to do, and without the path', () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'twinmark-no-models-'));
    try {
      expect(() => readFingerprintManifest(empty)).toThrow(
        /^(?!.*twinmark-no-models).*fingerprint\/manifest\.json.*install the program again/,
      );
    } finally {
      rmSync(empty, { recursive: true });
    }
  });

  it.each([
    ['no JSON', TEXT.slice(0, 500), 'JSON'],
    ['of another modality', changed(['modality', 'face']), 'modality'],
    ['of another version', changed(['schema', 2]), 'schema'],
    ['without the encoder', changed(['files.encoder', undefined]), 'files.encoder'],
    ['with an even window', changed(['preprocessing.window', 20]), 'odd'],
    ['without a resolution', changed(['preprocessing.dpi', 0]), 'preprocessing.dpi'],
    ['with a sure threshold', changed(['anchors.threshold', 1]), 'anchors.threshold'],
    ['with too many anchors', changed(['anchors.max', 257]), 'anchors.max'],
    ['with other patches than the encoder', changed(['patch.size', 40]), 'patch [N, 1, 40, 40]'],
    [
      'with other dimensions than the encoder',
      changed(['encoders.standard.dimensions', 65]),
      'embedding [N, 65]',
    ],
    [
      'with another field',
      changed(['files.detector.outputs', { field: ['N', 9, 'H/2', 'W/2'] }]),
      'field [N, 7, H/2, W/2]',
    ],
    ['with another input', changed(['files.detector.inputs', { image: [1] }]), 'print'],
    ['with two margins', changed(['comparison.margin', 1]), 'margin'],
    ['without a rule', changed(['comparison.stiffnessPx', undefined]), 'comparison.stiffnessPx'],
    ['without a threshold', changed(['encoders.standard.calibration.points', [{}]]), 'points'],
  ])('%s is refused, naming the place and what to do', (_what, text, place) => {
    let refusal: unknown;
    try {
      checkFingerprintManifest(text);
    } catch (thrown) {
      refusal = thrown;
    }
    expect(refusal).toMatchObject({ code: 'model-invalid' });
    expect(String(refusal)).toContain(place);
    expect(String(refusal)).toContain('install the program again');
  });
});

describe('the model id of fingerprints', () => {
  const other = 'f'.repeat(64);

  it.each([
    ['the weights of the detector', changed(['files.detector.sha256', other])],
    ['the weights of the encoder', changed(['files.encoder.sha256', other])],
    ['the preprocessing', changed(['preprocessing.epsilon', 0.07])],
    ['the choice of anchors', changed(['anchors.radiusPx', 5.5])],
    ['the patches', changed(['patch.stepPx', 1.3])],
    ['the comparison', changed(['comparison.reachPx', 6.5])],
    ['the version', changed(['encoders.standard.version', 99])],
  ])('changes with %s', (_what, text) => {
    expect(idOf(text)).not.toBe(idOf(TEXT));
  });

  it.each([
    ['a licence', changed(['files.encoder.licence', 'another'])],
    ['the calibration', changed(['encoders.standard.calibration.points', []])],
    ['the words of the objective', changed(['encoders.standard.objective', 'in other words'])],
  ])('does not change with %s', (_what, text) => {
    expect(idOf(text)).toBe(idOf(TEXT));
  });
});
