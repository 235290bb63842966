/** What the officer and the operator have decided: read, kept, and carried out where it is time. */
import type { HostEvent } from '../../contract/events.ts';
import type { Settings, SettingsReport } from '../../contract/settings.ts';
import { AppError } from '../../core/failure.ts';
import type { Expired, Store } from '../../store/index.ts';
import type { EngineChoice } from './engine-choice.ts';
import {
  SETTINGS_SHAPE,
  defaultSettings,
  readSettings,
  type ReadSettings,
} from './stored-settings.ts';

export interface SettingsService {
  /** Cheap: read again only where the store holds others. */
  current(): Settings;
  show(): SettingsReport;
  /** @throws AppError `bad-input` for an encoder that the program does not have */
  save(settings: Settings): SettingsReport;
  applyRetention(): Expired;
}

export interface SettingsParts {
  readonly store: () => Store;
  readonly storePath: string;
  readonly engine: EngineChoice;
  readonly emit: (event: HostEvent) => void;
  /** ISO 8601, UTC. */
  readonly now: () => string;
}

const DAY_MS = 86_400_000;

export function createSettings(parts: SettingsParts): SettingsService {
  const { store, storePath, engine, emit, now } = parts;
  let cached: { readonly text: string; readonly read: ReadSettings } | undefined;

  const read = (): ReadSettings => {
    const stored = store().documents.read('settings');
    if (!stored) return { settings: defaultSettings(), repaired: [] };
    if (cached?.text !== stored.text) {
      cached = { text: stored.text, read: readSettings(stored.text) };
      tellRepairs(cached.read.repaired, emit);
    }
    return cached.read;
  };

  const show = (): SettingsReport => {
    const { settings, repaired } = read();
    return {
      settings,
      storePath,
      kioskPinSet: store().documents.read('kiosk-pin') !== undefined,
      faceEncoders: engine.faceEncoders(settings),
      restartNeeded: engine.restartNeeded(settings),
      repaired,
    };
  };

  return {
    current: () => read().settings,
    show,
    save(settings) {
      refuseUnknownEncoder(settings, engine.faceEncoders(settings));
      store().documents.write('settings', SETTINGS_SHAPE, settings);
      emit({ event: 'data.changed', what: 'settings' });
      return show();
    },
    applyRetention() {
      const { attemptDays, probeDays } = read().settings.retention;
      const before = (days: number) =>
        new Date(Math.max(0, Date.parse(now()) - days * DAY_MS)).toISOString();
      const expired = store().eraseExpired({
        ...(attemptDays > 0 && { attemptsBefore: before(attemptDays) }),
        probesBefore: before(probeDays),
      });
      if (expired.attempts > 0) emit({ event: 'data.changed', what: 'attempts' });
      return expired;
    },
  };
}

function refuseUnknownEncoder({ engine }: Settings, known: readonly string[]): void {
  // Where the manifest can't be read nothing is known, and the engine says so itself.
  if (engine.faceEncoder === '' || known.length === 0 || known.includes(engine.faceEncoder)) return;
  throw new AppError(
    'bad-input',
    `Expected one of ${known.join(', ')} for the face encoder but received another.`,
  );
}

function tellRepairs(repaired: readonly string[], emit: (event: HostEvent) => void): void {
  if (repaired.length === 0) return;
  const message =
    `Expected readable settings but received damaged ones; ${repaired.join(', ')} ` +
    `${repaired.length === 1 ? 'is' : 'are'} as by default. Look through the settings.`;
  emit({ event: 'engine.notice', message });
}
