/** The only place that builds things. Engine and store are opened when first needed. */
import path from 'node:path';
import type { HostEvent } from '../contract/events.ts';
import type { Host } from '../contract/host.ts';
import { AppError } from '../core/failure.ts';
import type { Modality } from '../core/vocabulary.ts';
import { openEngine, type Engine, type ForkEngine } from '../engine/client.ts';
import { openStore } from '../store/index.ts';
import type { Context } from './context.ts';
import { createDecisions } from './decisions/decisions.ts';
import { createDispatch, type DispatchOptions, type Handlers } from './dispatch.ts';
import { noticesOf } from './thresholds/calibrations.ts';
import { createEngineChoice, type ChosenEngine } from './settings/engine-choice.ts';
import { createEnrolment } from './enrolment/enrolment.ts';
import { createEvaluations } from './evaluation/evaluations.ts';
import { createFolders } from './folders.ts';
import { activityHandlers } from './handlers/activity.ts';
import { auditHandlers } from './handlers/audits.ts';
import { calibrationHandlers } from './handlers/calibrations.ts';
import { decisionHandlers } from './handlers/decisions.ts';
import { evaluationHandlers } from './handlers/evaluation.ts';
import { peopleHandlers } from './handlers/people.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { systemHandlers } from './handlers/system.ts';
import { createJobs } from './jobs.ts';
import { composeKiosk, createKioskGate } from './kiosk/compose.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import { createHeldEvents } from './kiosk/held-events.ts';
import { once } from './once.ts';
import { policiesOf } from './thresholds/policies.ts';
import { createRetention } from './settings/retention.ts';
import { createSettings } from './settings/settings.ts';
import type { Shell } from './shell.ts';

/** What of the engine is absent is as the settings in the store say. */
export interface AppSettings extends Partial<ChosenEngine> {
  readonly modelsFolder: string;
  /** Whose models are opened while the engine starts; faces' where nothing is said. */
  readonly first?: Modality;
  readonly storePath: string;
  /** Features that evaluations remember; beside the store where nothing is said. */
  readonly cacheFolder?: string;
}

export interface App extends Host {
  /** Makes a folder that the user chose known; returns its id. */
  grantFolder(path: string): string;
  /**
   * Once, when the window is there. A kiosk that was on when the program ended is on again, or is
   * turned on where that is asked for.
   * @throws AppError `conflict` where it is asked for and has no PIN
   */
  start(asked: { readonly kiosk: boolean }): Promise<void>;
  close(): void;
}

export interface AppOptions extends Omit<DispatchOptions, 'gate'> {
  /** Of the window; absent in the command line. */
  readonly shell?: Shell;
  /** How the engine's process is started; as a child of Node where nothing is said. */
  readonly forkEngine?: ForkEngine;
}

export function composeApp(flags: AppSettings, options: AppOptions = {}): App {
  const { storePath, modelsFolder, first } = flags;
  const { cacheFolder = path.join(path.dirname(storePath), 'evaluation-cache') } = flags;
  const listeners = new Set<(event: HostEvent) => void>();
  const tellAll = (event: HostEvent) => {
    for (const listener of listeners) listener(event);
  };
  // Without a window there is no kiosk that could be on.
  const inKiosk = () => options.shell !== undefined && opened.made() !== undefined && isOn(kiosk);
  const heard = createHeldEvents(inKiosk, tellAll);
  const emit = heard.tell;
  const onNotice = (message: string) => emit({ event: 'engine.notice', message });
  const folders = createFolders();
  const jobs = createJobs(emit, () => performance.now(), options.onBug);
  const now = () => new Date().toISOString();

  const opened = once(() => openStore(storePath));
  const choice = createEngineChoice(modelsFolder, flags);
  const settings = createSettings({ store: opened, storePath, engine: choice, emit, now });
  const retention = createRetention(settings, onNotice);
  const store = once(() => {
    const fresh = opened();
    retention.apply();
    return fresh;
  });
  const engine = once(() => {
    const fork = options.forkEngine;
    const chosen = choice.start(settings.current);
    const opening = openEngine({ modelsFolder, first, ...chosen, fork, onNotice });
    opening.catch(choice.failed);
    return opening;
  });
  const parts = async () => ({ store: store(), engine: await engine() });
  const told = once(async () => noticesOf(await parts()).forEach(onNotice));
  const both = async () => {
    await told();
    return parts();
  };

  const { shell } = options;
  const policies = policiesOf(settings.current);
  const decisions = createDecisions({ both, policies, settings });
  const common = {
    storePath,
    cacheFolder,
    settings,
    policies,
    decisions,
    folders,
    jobs,
    emit,
    shell,
    now,
  };
  const kiosk = composeKiosk({
    ...common,
    store,
    assess: (input) => handlers['capture.assess'](input),
    onLeft: heard.release,
  });
  // One for all: enrolments come one after another, whoever asks for them.
  const keepsImages = () => settings.current().retention.keepImages;
  const enrolment = once(async () =>
    createEnrolment({ ...(await both()), emit, keepsImages, policies }),
  );
  const context: Context = { ...common, kiosk, enrolment, store, engine, both };
  const evaluations = createEvaluations();
  const handlers: Handlers = {
    ...systemHandlers(context),
    ...decisionHandlers(context),
    ...peopleHandlers(context),
    ...activityHandlers(context),
    ...auditHandlers(context),
    ...evaluationHandlers(context, evaluations),
    ...calibrationHandlers(context, (id) => evaluations.get(id).facts),
    ...settingsHandlers(context),
  };
  const gate = shell && createKioskGate(kiosk);

  return {
    invoke: createDispatch(handlers, { ...options, ...(gate && { gate }) }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grantFolder: folders.grant,
    async start(asked) {
      retention.start();
      try {
        await kiosk.start(asked.kiosk);
      } catch (thrown) {
        // A store that can't be used is told by every command; a window is needed to show it.
        if (asked.kiosk || !(thrown instanceof AppError)) throw thrown;
      }
    },
    close() {
      retention.stop();
      const opening: Promise<Engine> | undefined = engine.made();
      opening?.then((one) => one.close()).catch(() => undefined);
      opened.made()?.close();
    },
  };
}

/** Where the store can't say, nothing is told rather than too much. */
function isOn(kiosk: Kiosk): boolean {
  try {
    return kiosk.isActive();
  } catch {
    return true;
  }
}
