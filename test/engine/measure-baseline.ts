/**
 * Distances of drawn people: what must not move when nothing should. Run as a program
 * (`npm run baseline`) it writes them to baseline.json.
 */
import path from 'node:path';

import { compareFeatures } from '../../app/core/features.ts';
import type { CaptureOptions } from '../../app/core/sample.ts';
import type { Features } from '../../app/core/vocabulary.ts';
import { openEngine } from '../../app/engine/client.ts';
import { writeJson } from '../../models/write-json.ts';
import { DRAWN_PEOPLE, drawnFaceJpeg } from '../fixtures/drawn-face.ts';
import { drawnPrintBmp } from '../fixtures/drawn-finger.ts';
import { MODELS_FOLDER } from './models.ts';

export const BASELINE_FILE = path.join(import.meta.dirname, 'baseline.json');

/** By encoder: what is drawn of a person, two captures each, and how it is analysed. */
const SUBJECTS = {
  standard: { draw: drawnFaceJpeg, options: { modality: 'face', face: 'main' } },
  accurate: { draw: drawnFaceJpeg, options: { modality: 'face', face: 'main' } },
  fingerprint: {
    draw: (person: number, capture: number) => drawnPrintBmp({ person, impression: capture + 1 }),
    options: { modality: 'fingerprint', dpi: 500 },
  },
} as const satisfies Record<
  string,
  {
    readonly draw: (person: number, capture: number) => Uint8Array | Promise<Uint8Array>;
    readonly options: CaptureOptions;
  }
>;

export type BaselineName = keyof typeof SUBJECTS;
export const BASELINES = Object.keys(SUBJECTS) as readonly BaselineName[];

export interface Baseline {
  readonly mated: readonly number[];
  readonly nonMated: readonly number[];
}

const PEOPLE = DRAWN_PEOPLE.slice(0, 6);

/** Each person against the same one in other circumstances, and against the next one. */
export async function measureBaseline(name: BaselineName): Promise<Baseline> {
  const { draw, options } = SUBJECTS[name];
  const encoder = name === 'accurate' ? 'accurate' : 'standard';
  const settings = { modelsFolder: MODELS_FOLDER, encoder, provider: 'cpu', lanes: 1 } as const;
  const engine = await openEngine(settings);
  try {
    const scale = engine.facts.scales[options.modality];
    if (scale === undefined) throw new Error(`there is no ${options.modality} manifest`);
    const featuresOf = async (person: number, capture: number): Promise<Features> => {
      const bytes = await draw(person, capture);
      const acquisition = await engine.analyse({ kind: 'bytes', bytes }, options);
      if (acquisition.outcome !== 'acquired') throw new Error(`${person} was not acquired`);
      return acquisition.sample.features;
    };
    const calm = await Promise.all(PEOPLE.map((person) => featuresOf(person, 0)));
    const lively = await Promise.all(PEOPLE.map((person) => featuresOf(person, 1)));
    return {
      mated: calm.map((one, i) => compareFeatures(scale, one, lively[i])),
      nonMated: calm.map((one, i) => compareFeatures(scale, one, calm[(i + 1) % calm.length])),
    };
  } finally {
    engine.close();
  }
}

if (import.meta.main) {
  const baseline: Record<string, Baseline> = {};
  for (const name of BASELINES) baseline[name] = await measureBaseline(name);
  await writeJson(BASELINE_FILE, baseline);
}
