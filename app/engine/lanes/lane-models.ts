/** The models of one lane, each modality's opened when first needed. */
import { AppError } from '../../core/failure.ts';
import type { Modality } from '../../core/vocabulary.ts';
import { openFaceModels, type FaceModels } from '../face/models.ts';
import { openFingerprintModels, type FingerprintModels } from '../fingerprint/models.ts';
import type { LaneSettings } from './messages.ts';

export interface LaneModels {
  /** @throws AppError `model-missing`, `model-invalid` or `provider-refused` */
  face(): Promise<FaceModels>;
  fingerprint(): Promise<FingerprintModels>;
  close(): Promise<void>;
}

export function createLaneModels({ modelsFolder, models, provider }: LaneSettings): LaneModels {
  const opened: { face?: Promise<FaceModels>; fingerprint?: Promise<FingerprintModels> } = {};
  // What is opened opens after what is being opened: a GPU bears no two sessions being made.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Models>(open: () => Promise<Models>): Promise<Models> => {
    const turn = last.then(open);
    // Whoever waits for it is told; a lane without jobs must not end the process over it.
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    face() {
      opened.face ??= inTurn(async () => {
        const { manifest, encoder } = described('face', models.face);
        return openFaceModels(modelsFolder, manifest, encoder, provider);
      });
      return opened.face;
    },
    fingerprint() {
      opened.fingerprint ??= inTurn(async () => {
        const { manifest } = described('fingerprint', models.fingerprint);
        return openFingerprintModels(modelsFolder, manifest, provider);
      });
      return opened.fingerprint;
    },
    async close() {
      for (const models of [opened.face, opened.fingerprint]) {
        // Models that could not be opened need no closing.
        const open = await models?.catch(() => undefined);
        await open?.close();
      }
    },
  };
}

function described<Models>(modality: Modality, models: Models | undefined): Models {
  if (models) return models;
  throw new AppError(
    'model-missing',
    `Expected models/${modality}/manifest.json for the ${modality} models but received no such ` +
      'file; install the program again.',
  );
}
