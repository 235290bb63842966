/**
 * Distances of drawn people: what must not move when nothing should. Run as a program
 * (`npm run baseline`) it writes them to baseline.json.
 */
import path from 'node:path';
import { compare } from '../../app/core/distance.ts';
import type { Embedding } from '../../app/core/vocabulary.ts';
import { openEngine } from '../../app/engine/client.ts';
import { writeJson } from '../../models/write-json.ts';
import { DRAWN_PEOPLE, drawnFaceJpeg } from '../fixtures/drawn-face.ts';
import { MODELS_FOLDER } from './models.ts';

export const BASELINE_FILE = path.join(import.meta.dirname, 'baseline.json');
export const ENCODERS = ['standard', 'accurate'] as const;

export interface Baseline {
  readonly mated: readonly number[];
  readonly nonMated: readonly number[];
}

const PEOPLE = DRAWN_PEOPLE.slice(0, 6);

/** Each person against the same one in other circumstances, and against the next one. */
export async function measureBaseline(encoder: string): Promise<Baseline> {
  const modelsFolder = MODELS_FOLDER;
  const engine = await openEngine({ modelsFolder, encoder, provider: 'cpu', lanes: 1 });
  try {
    const embed = async (person: number, variation: number): Promise<Embedding> => {
      const bytes = await drawnFaceJpeg(person, variation);
      const acquisition = await engine.analyse(
        { kind: 'bytes', bytes },
        { modality: 'face', face: 'main' },
      );
      if (acquisition.outcome !== 'acquired' || acquisition.sample.modality !== 'face') {
        throw new Error(`${person} was not acquired`);
      }
      return acquisition.sample.features;
    };
    const calm = await Promise.all(PEOPLE.map((person) => embed(person, 0)));
    const lively = await Promise.all(PEOPLE.map((person) => embed(person, 1)));
    return {
      mated: calm.map((one, i) => compare(one, lively[i])),
      nonMated: calm.map((one, i) => compare(one, calm[(i + 1) % calm.length])),
    };
  } finally {
    engine.close();
  }
}

if (import.meta.main) {
  const baseline: Record<string, Baseline> = {};
  for (const encoder of ENCODERS) baseline[encoder] = await measureBaseline(encoder);
  await writeJson(BASELINE_FILE, baseline);
}
