/** The only place that builds things. Engine and store are opened when first needed. */
import type { HostEvent } from '../contract/events.ts';
import type { Host } from '../contract/host.ts';
import type { Modality, ProviderName } from '../core/vocabulary.ts';
import { openEngine, type Engine } from '../engine/client.ts';
import { openStore } from '../store/index.ts';
import type { Context } from './context.ts';
import { createDispatch, type DispatchOptions, type Handlers } from './dispatch.ts';
import { createFolders } from './folders.ts';
import { activityHandlers } from './handlers/activity.ts';
import { auditHandlers } from './handlers/audits.ts';
import { decisionHandlers } from './handlers/decisions.ts';
import { evaluationHandlers } from './handlers/evaluation.ts';
import { peopleHandlers } from './handlers/people.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { systemHandlers } from './handlers/system.ts';
import { createJobs } from './jobs.ts';
import { once } from './once.ts';
import type { Shell } from './shell.ts';

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

export interface AppOptions extends DispatchOptions {
  /** Of the window; absent in the command line. */
  readonly shell?: Shell;
}

export function composeApp(settings: AppSettings, options: AppOptions = {}): App {
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
  const context: Context = {
    settings,
    folders,
    jobs,
    emit,
    shell: options.shell,
    now: () => new Date().toISOString(),
    store,
    engine,
    both: async () => ({ store: store(), engine: await engine() }),
  };
  const handlers: Handlers = {
    ...systemHandlers(context),
    ...decisionHandlers(context),
    ...peopleHandlers(context),
    ...activityHandlers(context),
    ...auditHandlers(context),
    ...evaluationHandlers(context),
    ...settingsHandlers(context),
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
