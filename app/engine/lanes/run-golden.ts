/** Fixed inputs through every model: what proves a provider against the CPU. */
import { AppError } from '../../core/failure.ts';
import { goldenFace } from '../face/golden.ts';
import type { FaceModels } from '../face/models.ts';
import { goldenPrint } from '../fingerprint/golden.ts';
import type { FingerprintModels } from '../fingerprint/models.ts';
import { usesSoftwareAdapter } from '../ort.ts';
import type { GoldenOptions, GoldenRun } from './golden.ts';
import type { LaneModels } from './lane-models.ts';
import type { LaneSettings } from './messages.ts';

/**
 * Takes all modalities whose weights are there: a lane is proven for everything that it may be
 * asked, and what it lacks it will refuse.
 */
export async function runGolden(
  models: LaneModels,
  settings: LaneSettings,
  { refuseSoftware, timed }: GoldenOptions,
): Promise<GoldenRun> {
  const { face, fingerprint } = settings.models;
  const opened: Opened = {
    face: face && (await present(models.face())),
    fingerprint: fingerprint && (await present(models.fingerprint())),
  };
  // Adapters are known once a session exists.
  if (refuseSoftware && usesSoftwareAdapter()) {
    throw new AppError(
      'provider-refused',
      `Expected a GPU for ${settings.provider} but received an adapter that is software`,
    );
  }
  const outputs = await pass(opened);
  if (!timed) return { outputs };
  const started = performance.now();
  return { outputs: await pass(opened), milliseconds: performance.now() - started };
}

interface Opened {
  readonly face: FaceModels | undefined;
  readonly fingerprint: FingerprintModels | undefined;
}

async function pass({ face, fingerprint }: Opened): Promise<Record<string, Float32Array>> {
  return {
    ...(face ? await goldenFace(face) : {}),
    ...(fingerprint ? await goldenPrint(fingerprint) : {}),
  };
}

/** Undefined where the weights are missing; anything else that is wrong is told. */
async function present<Models>(opening: Promise<Models>): Promise<Models | undefined> {
  try {
    return await opening;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-missing') return undefined;
    throw thrown;
  }
}
