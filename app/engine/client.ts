/** The engine as the rest of the program sees it; its process is the supervisor's affair. */
import { AppError } from '../core/failure.ts';
import type { Acquisition } from '../core/sample.ts';
import type { Neighbour } from '../core/search.ts';
import type { Embedding } from '../core/vocabulary.ts';
import { createGate } from './gate.ts';
import type { AnalyseOptions, EngineFacts } from './protocol.ts';
import type { ImageSource } from './source.ts';
import { createSupervisor, type EngineOptions, type Supervisor } from './supervisor.ts';

export type { EngineNotice, EngineOptions } from './supervisor.ts';

/** References of one embedding space, unchanging; the engine keeps the last one it was given. */
export interface ReferenceSet {
  readonly dimensions: number;
  /** count x dimensions, row-major. */
  readonly rows: Float32Array;
}

export interface Engine {
  /** As they are now: after crashes of a GPU lane the provider may be another. */
  readonly facts: EngineFacts;
  /** @throws AppError only for failures of the engine itself; a bad image is an outcome */
  analyse(source: ImageSource, options: AnalyseOptions): Promise<Acquisition>;
  /** For each probe its closest references, closest first. */
  search(
    references: ReferenceSet,
    probes: readonly Embedding[],
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
    analyse: (source, analyseOptions) =>
      supervisor.request({ kind: 'analyse', source, options: analyseOptions }),
    search: createSearch(supervisor),
    close: supervisor.close,
  };
}

function createSearch(supervisor: Supervisor): Engine['search'] {
  // One after another: the process holds one matrix, and a search that came between the parts of
  // another's references would rank the wrong people.
  const oneAtATime = createGate(1);
  let loaded: { references: ReferenceSet; generation: number } | undefined;
  let matrix = 0;

  async function load(references: ReferenceSet): Promise<void> {
    if (loaded?.references === references && loaded.generation === supervisor.generation()) return;
    loaded = undefined;
    matrix += 1;
    const { dimensions, rows } = references;
    const step = Math.max(1, Math.floor(LOAD_BYTES / 4 / dimensions)) * dimensions;
    for (let at = 0; at < rows.length; at += step) {
      const part = { matrix, dimensions, first: at === 0, rows: rows.slice(at, at + step) };
      await supervisor.request({ kind: 'load-references', ...part });
    }
    loaded = { references, generation: supervisor.generation() };
  }

  async function attempt(...[references, probes, count]: Parameters<Engine['search']>) {
    await load(references);
    return supervisor.request({ kind: 'search', matrix, probes, count });
  }

  return async (references, probes, count) => {
    if (probes.length === 0 || references.rows.length === 0) return probes.map(() => []);
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
