/** A kiosk with everything but models and a window: real dispatch, gate, store and decisions. */
import type { CommandInput, CommandName, CommandResult } from '../../../app/contract/commands.ts';
import type { HostEvent } from '../../../app/contract/events.ts';
import type { Answer } from '../../../app/contract/host.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { createDecisions } from '../../../app/services/decisions/decisions.ts';
import { createDispatch } from '../../../app/services/dispatch.ts';
import { createEngineChoice } from '../../../app/services/settings/engine-choice.ts';
import { settingsHandlers } from '../../../app/services/handlers/settings.ts';
import { composeKiosk, createKioskGate } from '../../../app/services/kiosk/compose.ts';
import { createHeldEvents } from '../../../app/services/kiosk/held-events.ts';
import { policiesOf } from '../../../app/services/thresholds/policies.ts';
import { createSettings } from '../../../app/services/settings/settings.ts';
import { defaultSettings } from '../../../app/services/settings/stored-settings.ts';
import type { Shell } from '../../../app/services/shell.ts';
import type { Store } from '../../../app/store/index.ts';
import { stubHandlers } from '../../contract/inputs.ts';
import { createFakeEngine, type FakeEngine } from '../fake-engine.ts';
import { temporaryStore } from '../support.ts';

export interface KioskProgram {
  readonly store: Store;
  readonly engine: FakeEngine;
  readonly events: HostEvent[];
  /** Names of commands of other areas that were carried out. */
  readonly reached: string[];
  /** What the window was told: full screen or not. */
  readonly fullScreen: boolean[];
  emit(event: HostEvent): void;
  call<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Answer<CommandResult<Name>>>;
  /** A call that is expected to end well. */
  value<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandResult<Name>>;
  set(change: Partial<Settings['kiosk']>): void;
  pass(seconds: number): void;
  start(kiosk: boolean): Promise<void>;
}

export interface KioskProgramOptions {
  readonly store?: Store;
  readonly engine?: FakeEngine;
  /** Absent in the command line. */
  readonly window?: boolean;
  readonly failFullScreen?: () => boolean;
  /** ISO 8601, UTC, when the program is started. */
  readonly startedAt?: string;
}

export function kioskProgram(options: KioskProgramOptions = {}): KioskProgram {
  const { store = temporaryStore(), engine = createFakeEngine(), window = true } = options;
  const startedMs = Date.parse(options.startedAt ?? '2026-11-25T12:00:00.000Z');
  let elapsedMs = 0;
  const events: HostEvent[] = [];
  const reached: string[] = [];
  const fullScreen: boolean[] = [];
  const now = () => new Date(startedMs + elapsedMs).toISOString();
  const shell = {
    setKiosk(on: boolean) {
      if (options.failFullScreen?.()) return Promise.reject(new Error('no full screen'));
      fullScreen.push(on);
      return Promise.resolve();
    },
  } as Shell; // The kiosk asks nothing else of it.

  const held = createHeldEvents(
    () => kiosk.isActive(),
    (event) => void events.push(event),
  );
  const settings = createSettings({
    store: () => store,
    storePath: '/somewhere',
    engine: createEngineChoice('/nowhere', {}),
    emit: held.tell,
    now,
  });
  const both = () => Promise.resolve({ store, engine });
  const kiosk = composeKiosk({
    decisions: createDecisions({ both, policies: policiesOf(settings.current), settings }),
    settings,
    store: () => store,
    shell: window ? shell : undefined,
    emit: held.tell,
    now,
    onLeft: held.release,
    assess: () => ({
      sample: { outcome: 'failure-to-acquire', modality: 'face', reasons: [] },
      points: [],
    }),
    pinCost: { n: 2, r: 1, p: 1 },
    elapsedMs: () => elapsedMs,
  });
  const others = stubHandlers((name) => void reached.push(name));
  // Of the whole context these handlers ask for two parts.
  const own = settingsHandlers({ settings, kiosk } as Parameters<typeof settingsHandlers>[0]);
  const call = createDispatch(
    { ...others, ...own },
    window ? { gate: createKioskGate(kiosk) } : {},
  );

  return {
    store,
    engine,
    events,
    reached,
    fullScreen,
    emit: held.tell,
    call,
    async value(name, input) {
      const answer = await call(name, input);
      if (answer.ok) return answer.value;
      throw new Error(`${answer.failure.code}: ${answer.failure.message}`);
    },
    set(change) {
      const { kiosk: before, ...rest } = settings.current();
      settings.save({ ...defaultSettings(), ...rest, kiosk: { ...before, ...change } });
    },
    pass: (seconds) => void (elapsedMs += 1000 * seconds),
    start: kiosk.start,
  };
}

export const PIN = '2468';

/** With a PIN, and on. */
export async function openKiosk(
  change: Partial<Settings['kiosk']> = {},
  options: KioskProgramOptions = {},
): Promise<KioskProgram> {
  const program = kioskProgram(options);
  program.set(change);
  await program.value('kiosk.setPin', { pin: PIN });
  await program.value('kiosk.enter', {});
  return program;
}
