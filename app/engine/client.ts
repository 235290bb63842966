/** The engine as the rest of the program sees it; its process is the supervisor's affair. */
import { AppError } from '../core/failure.ts';
import { referenceBytes, referenceCount, sliceReferences } from '../core/features.ts';
import type { ReferenceSet } from '../core/features.ts';
import type { Acquisition } from '../core/sample.ts';
import type { Neighbour } from '../core/search.ts';
import type { Features, Modality } from '../core/vocabulary.ts';
import { createGate } from './gate.ts';
import { createLastLook } from './last-look.ts';
import type { AnalyseOptions, EngineFacts, ModelFacts, Preview } from './protocol.ts';
import type { ImageSource } from './source.ts';
import { createSupervisor, type EngineOptions, type Supervisor } from './supervisor.ts';

export type { ForkEngine } from './child.ts';
export { faceEncoderKeys } from './manifest.ts';
export type { Preview } from './protocol.ts';
export type { EngineNotice, EngineOptions } from './supervisor.ts';

export interface Engine {
  /** As they are now: after crashes of a GPU lane the provider may be another. */
  readonly facts: EngineFacts;
  /** @throws AppError `model-missing` or `model-invalid` where one of the files can't be used */
  checkModels(modality: Modality): Promise<readonly ModelFacts[]>;
  /** @throws AppError only for failures of the engine itself; a bad image is an outcome */
  analyse(source: ImageSource, options: AnalyseOptions): Promise<Acquisition>;
  /** As analyse, of a live frame: who analyses the same one next, within a second, need not wait. */
  look(source: ImageSource, options: AnalyseOptions): Promise<Acquisition>;
  /** @throws AppError only for failures of the engine itself; a bad image is an outcome */
  preview(source: ImageSource, maxSide: number): Promise<Preview>;
  /**
   * For each probe its closest references, closest first. The set is not to be changed: the
   * engine keeps the last one that it was given.
   */
  search(
    references: ReferenceSet,
    probes: readonly Features[],
    count: number,
  ): Promise<readonly (readonly Neighbour[])[]>;
  close(): void;
}

/** Rows of references sent in one message, in bytes: larger ones would block the owner. */
const LOAD_BYTES = 2 ** 20;

/** How often a search is tried where the process ends under it. */
const SEARCH_ATTEMPTS = 3;

/** @throws AppError where the models can't be opened or a forced provider is refused */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const supervisor = createSupervisor(options);
  await supervisor.open();
  return {
    get facts() {
      return supervisor.facts();
    },
    checkModels: (modality) => supervisor.request({ kind: 'check-models', modality }),
    ...createLastLook((source, analyseOptions) =>
      supervisor.request({ kind: 'analyse', source, options: analyseOptions }),
    ),
    preview: (source, maxSide) => supervisor.request({ kind: 'preview', source, maxSide }),
    search: createSearch(supervisor),
    close: supervisor.close,
  };
}

function createSearch(supervisor: Supervisor): Engine['search'] {
  // One after another: the process holds one set, and a search that came between the parts of
  // another's references would rank the wrong people.
  const oneAtATime = createGate(1);
  let loaded: { references: ReferenceSet; generation: number } | undefined;
  let set = 0;

  async function load(references: ReferenceSet): Promise<void> {
    if (loaded?.references === references && loaded.generation === supervisor.generation()) return;
    loaded = undefined;
    set += 1;
    const count = referenceCount(references);
    const step = Math.max(1, Math.floor((LOAD_BYTES * count) / referenceBytes(references)));
    for (let from = 0; from < count; from += step) {
      const part = sliceReferences(references, from, Math.min(count, from + step));
      await supervisor.request({ kind: 'load-references', set, first: from === 0, part });
    }
    loaded = { references, generation: supervisor.generation() };
  }

  async function attempt(...[references, probes, count]: Parameters<Engine['search']>) {
    await load(references);
    return supervisor.request({ kind: 'search', set, probes, count });
  }

  return async (references, probes, count) => {
    if (probes.length === 0 || referenceCount(references) === 0) return probes.map(() => []);
    return oneAtATime(async () => {
      for (let attempts = 1; ; attempts++) {
        try {
          return await attempt(references, probes, count);
        } catch (thrown) {
          // An image in another request may have ended the process: references go there again.
          const crashed = thrown instanceof AppError && thrown.code === 'engine-crashed';
          if (!crashed || attempts === SEARCH_ATTEMPTS) throw thrown;
        }
      }
    });
  };
}
