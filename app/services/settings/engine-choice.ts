/** What the engine is started with: what a flag says, else what the settings say. */
import type { Settings } from '../../contract/settings.ts';
import { AppError } from '../../core/failure.ts';
import type { ProviderName } from '../../core/vocabulary.ts';
import { faceEncoderKeys } from '../../engine/client.ts';

export interface ChosenEngine {
  /** Key of the face manifest's table of encoders. */
  readonly encoder: string;
  readonly provider: ProviderName | 'auto';
  /** CPU lanes; 0 for one a processor. */
  readonly lanes: number;
}

export interface EngineChoice {
  /**
   * For a start now; remembered as what runs.
   * @param current asked only for what no flag says: a store that can't be read must not keep the
   * engine from what it was told
   */
  start(current: () => Settings): ChosenEngine;
  /** The start did not succeed: the next one takes what is set then. */
  failed(): void;
  restartNeeded(settings: Settings): boolean;
  /** Keys of the manifest's table, that which is set first; none where it can't be read. */
  faceEncoders(settings: Settings): readonly string[];
}

const USUAL_ENCODER = 'standard';

/** @param flags what the host was told: it is not for the settings to change */
export function createEngineChoice(
  modelsFolder: string,
  flags: Partial<ChosenEngine>,
): EngineChoice {
  let running: ChosenEngine | undefined;
  const known = listEncoders(modelsFolder);

  const choose = ({ engine }: Settings): ChosenEngine => ({
    encoder: flags.encoder ?? encoderOf(engine.faceEncoder, known()),
    provider: flags.provider ?? engine.provider,
    lanes: flags.lanes ?? engine.lanes,
  });

  return {
    start(current) {
      const { encoder, provider, lanes } = flags;
      const told = encoder !== undefined && provider !== undefined && lanes !== undefined;
      running = told ? { encoder, provider, lanes } : choose(current());
      return running;
    },
    failed: () => (running = undefined),
    restartNeeded(settings) {
      if (!running) return false;
      const { encoder, provider, lanes } = choose(settings);
      return (
        encoder !== running.encoder || provider !== running.provider || lanes !== running.lanes
      );
    },
    faceEncoders({ engine }) {
      const active = encoderOf(engine.faceEncoder, known());
      return [...known()].sort((one, other) => Number(other === active) - Number(one === active));
    },
  };
}

/** One that a program of before or after had is not there: the usual one serves. */
function encoderOf(set: string, known: readonly string[]): string {
  if (known.includes(set)) return set;
  return known.includes(USUAL_ENCODER) ? USUAL_ENCODER : (known[0] ?? USUAL_ENCODER);
}

/** Manifests don't change while a program runs. */
function listEncoders(modelsFolder: string): () => readonly string[] {
  let read: readonly string[] | undefined;
  return () => {
    if (read) return read;
    try {
      read = faceEncoderKeys(modelsFolder);
      return read;
    } catch (thrown) {
      if (thrown instanceof AppError) return [];
      throw thrown;
    }
  };
}
