/** The only place that builds things. Engine and store are opened when first needed. */
import type { HostEvent } from '../contract/events.ts';
import type { Host } from '../contract/host.ts';
import type { EngineReport, ModelsReport } from '../contract/system-results.ts';
import { toFailure } from '../core/failure.ts';
import { MODALITIES } from '../core/vocabulary.ts';
import type { Modality, ProviderName } from '../core/vocabulary.ts';
import { openEngine, type Engine } from '../engine/client.ts';
import { openStore, type Store } from '../store/index.ts';
import { createAuditService } from './audit/audit.ts';
import { createComparison } from './comparison.ts';
import { createDispatch, type DispatchOptions, type Handlers } from './dispatch.ts';
import { createEnrolment } from './enrolment.ts';
import { createFolders } from './folders.ts';
import { createIdentification } from './identification.ts';
import { createJobs } from './jobs.ts';
import { createPeopleService } from './people.ts';
import { scaleOf } from './scales.ts';
import { synthesise } from './synthesis.ts';
import { createVerification } from './verification.ts';

export interface AppSettings {
  readonly modelsFolder: string;
  /** Key of the manifest's table of encoders. */
  readonly encoder: string;
  readonly provider: ProviderName | 'auto';
  /** CPU lanes; 0 for one a processor. */
  readonly lanes: number;
  /** Whose models are opened while the engine starts; faces' where nothing is said. */
  readonly first?: Modality;
  readonly storePath: string;
}

export interface App extends Host {
  /** Makes a folder that the user chose known; returns its id. */
  grantFolder(path: string): string;
  close(): void;
}

export function composeApp(settings: AppSettings, options: DispatchOptions = {}): App {
  const listeners = new Set<(event: HostEvent) => void>();
  const emit = (event: HostEvent) => {
    for (const listener of listeners) listener(event);
  };
  const folders = createFolders();
  const jobs = createJobs(emit, () => performance.now(), options.onBug);
  const store = once(() => openStore(settings.storePath));
  const engine = once(() =>
    openEngine({ ...settings, onNotice: (message) => emit({ event: 'engine.notice', message }) }),
  );
  const both = async () => ({ store: store(), engine: await engine() });
  const comparison = once(async () => createComparison({ engine: await engine() }));
  const enrolment = once(async () => createEnrolment(await both()));
  const verification = once(async () => createVerification(await both()));
  const identification = once(async () => createIdentification(await both()));
  const people = once(() => createPeopleService({ store: store() }));
  const now = () => new Date().toISOString();
  const audits = once(async () => createAuditService({ ...(await both()), jobs, now }));

  const handlers: Handlers = {
    'engine.describe': async () => describeEngine(await engine()),
    'store.describe': () => describeStore(store(), settings.storePath),

    'comparison.compare': async (input) => (await comparison()).compare(input),
    'comparison.start': async ({ folder, ...input }) => {
      const service = await comparison();
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (context) => {
        return { kind: 'comparison', value: await service.comparePairs(request, context) };
      });
      return { jobId };
    },

    'enrolment.enrol': async (input) => (await enrolment()).enrol(input),
    'enrolment.start': async ({ folder, ...input }) => {
      const service = await enrolment();
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (context) => {
        return { kind: 'enrolment', value: await service.enrolPeople(request, context) };
      });
      return { jobId };
    },

    'verification.verify': async (input) => (await verification()).verify(input),
    'identification.identify': async (input) => (await identification()).identify(input),

    'people.list': (input) => people().list(input),
    'people.show': ({ externalId }) => people().show(externalId),
    'people.rename': (input) => people().rename(input),
    'people.remove': ({ externalId }) => people().remove(externalId),
    'attempts.list': ({ limit }) => store().attempts.list({ limit }),

    'audit.preview': async ({ folder, ...input }) =>
      (await audits()).preview({ ...input, folder: folders.pathOf(folder) }),
    'audit.start': async ({ folder, ...input }) =>
      (await audits()).start({ ...input, folder: folders.pathOf(folder) }),
    'audit.report': async ({ auditId, format }) => {
      return { text: (await audits()).report(auditId, format) };
    },

    'synthesis.start': ({ folder, ...input }) => {
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (context) => {
        return { kind: 'synthesis', value: await synthesise(request, context) };
      });
      return { jobId };
    },

    'job.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return null;
    },
  };

  return {
    invoke: createDispatch(handlers, options),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grantFolder: folders.grant,
    close() {
      const opening: Promise<Engine> | undefined = engine.made();
      opening?.then((opened) => opened.close()).catch(() => undefined);
      store.made()?.close();
    },
  };
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

/**
 * Makes a value when it is first asked for, and the same one ever after. A promise that fails is
 * forgotten: the next one who asks may have more luck.
 */
function once<Value>(make: () => Value): { (): Value; made(): Value | undefined } {
  let made: { readonly value: Value } | undefined;
  const get = (): Value => {
    if (made) return made.value;
    const fresh = { value: make() };
    made = fresh;
    if (fresh.value instanceof Promise) {
      fresh.value.catch(() => {
        if (made === fresh) made = undefined;
      });
    }
    return fresh.value;
  };
  return Object.assign(get, { made: () => made?.value });
}
