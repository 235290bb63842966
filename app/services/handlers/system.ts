import type { captureCommands } from '../../contract/capture.ts';
import type { shellCommands } from '../../contract/shell.ts';
import type { EngineReport, ModelsReport } from '../../contract/system-results.ts';
import { AppError, toFailure } from '../../core/failure.ts';
import { MODALITIES } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import { createCapture } from '../capture.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { once } from '../once.ts';
import { scaleOf } from '../thresholds/scales.ts';
import type { Shell } from '../shell.ts';
import { synthesise } from '../synthesis/synthesis.ts';

type SystemCommand =
  | 'engine.describe'
  | 'store.describe'
  | 'synthesis.start'
  | 'job.cancel'
  | keyof typeof captureCommands
  | keyof typeof shellCommands;

export function systemHandlers(context: Context): Pick<Handlers, SystemCommand> {
  const { folders, jobs, storePath } = context;
  const capture = once(async () => createCapture({ engine: await context.engine() }));
  return {
    'engine.describe': async () => describeEngine(await context.engine()),
    'store.describe': () => describeStore(context.store(), storePath),
    'capture.assess': async (input) => (await capture()).assess(input),
    'capture.preview': async (input) => (await capture()).preview(input),
    'synthesis.start': ({ folder, ...input }) => {
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (job) => {
        return { kind: 'synthesis', value: await synthesise(request, job) };
      });
      return { jobId };
    },
    'job.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return null;
    },

    'shell.describe': () => windowOf(context).describe(),
    'shell.chooseFolder': async ({ purpose }) => {
      const path = await windowOf(context).chooseFolder(purpose);
      if (path === undefined) return null;
      return { folder: folders.grant(path), name: folders.nameOf(path) };
    },
    'shell.saveFile': async ({ suggestedName, content }) => {
      return { saved: await windowOf(context).saveFile(suggestedName, content) };
    },
    'shell.savePdf': async ({ suggestedName, html }) => {
      return { saved: await windowOf(context).savePdf(suggestedName, html) };
    },
    'shell.quit': () => {
      windowOf(context).quit();
      return null;
    },
  };
}

function windowOf({ shell }: Context): Shell {
  if (shell) return shell;
  throw new AppError('bad-input', 'Expected a window for this command but received none.');
}

/** Each modality by itself: where one's models are missing, the other still works. */
async function describeEngine(engine: Engine): Promise<EngineReport> {
  const { provider, providers, lanes, versions } = engine.facts;
  const modalities = await Promise.all(
    MODALITIES.map(async (modality): Promise<ModelsReport> => {
      try {
        const models = await engine.checkModels(modality);
        return { modality, scale: scaleOf(engine, modality), models };
      } catch (thrown) {
        return { modality, failure: toFailure(thrown) };
      }
    }),
  );
  return { modalities, provider, providers, lanes, versions };
}

function describeStore(store: Store, path: string) {
  const { schemaVersion, bytes, people, templatesByModel, journalMode, synchronous, integrity } =
    store.facts();
  const facts = { schemaVersion, bytes, people, templatesByModel, journalMode, synchronous };
  return { path, ...facts, integrity: integrity() };
}
