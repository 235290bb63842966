/** Sets of fake captures, and evaluations of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  evaluate,
  type Evaluation,
  type EvaluationRequest,
} from '../../../app/services/evaluation/evaluation.ts';
import { createFeatureCache } from '../../../app/services/evaluation/feature-cache.ts';
import { seededRandom } from '../../core/support.ts';
import { createFakeEngine, type FakeEngine } from '../fake-engine.ts';
import { jobContext, temporaryFolder, type RecordedContext } from '../support.ts';

export type Files = Readonly<Record<string, string>>;

/** Captures of people at angles of a few planes, `spread` degrees around where each is at home. */
export function faces(people: number, captures: number, spread = 12, seed = 1): Files {
  const random = seededRandom(seed);
  const files: Record<string, string> = {};
  for (let person = 0; person < people; person++) {
    const home = 31 * Math.floor(person / 4);
    for (let capture = 1; capture <= captures; capture++) {
      const angle = home + spread * (random() + random() - 1);
      files[`p${person}/p${person}_${capture}.png`] =
        `face ${person % 4} ${angle.toFixed(6)} ${person}`;
    }
  }
  return files;
}

/** The same of prints: a pattern a finger. */
export function prints(fingers: number, impressions: number): Files {
  const random = seededRandom(7);
  const files: Record<string, string> = {};
  for (let finger = 1; finger <= fingers; finger++) {
    for (let impression = 1; impression <= impressions; impression++) {
      files[`${finger}_${impression}.png`] = `print ${finger} ${(40 * random()).toFixed(4)} i`;
    }
  }
  return files;
}

export function write(folder: string, files: Files): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

export const FOLDERS = { kind: 'all-pairs', rule: { kind: 'folder' } } as const;

export interface Run {
  readonly files: Files;
  readonly request?: Partial<EvaluationRequest>;
  readonly engine?: FakeEngine;
  readonly cacheFolder?: string;
  readonly context?: RecordedContext;
}

/** Faces by their folders unless said otherwise, without a cache. */
export async function evaluated(run: Run): Promise<Evaluation> {
  const folder = run.request?.folder ?? write(temporaryFolder(), run.files);
  const request: EvaluationRequest = {
    folder,
    set: 'a set',
    protocol: FOLDERS,
    capture: { modality: 'face', face: 'main' },
    cache: run.cacheFolder !== undefined,
    slices: [],
    assertions: [],
    ...run.request,
  };
  const engine = run.engine ?? createFakeEngine();
  const cache = createFeatureCache(run.cacheFolder ?? temporaryFolder(), Date.now);
  const parts = { engine, cache, notice: () => undefined };
  return evaluate(request, parts, run.context ?? jobContext());
}
