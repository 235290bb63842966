/** The kiosk as its commands have it: on or off, and what a visitor may ask meanwhile. */
import type { AssessmentReport } from '../../contract/capture.ts';
import type { HostEvent } from '../../contract/events.ts';
import type { KioskResult, KioskState } from '../../contract/kiosk.ts';
import type { Settings } from '../../contract/settings.ts';
import { AppError } from '../../core/failure.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Shell } from '../shell.ts';
import type { Pins } from './pin.ts';
import type { KioskSession } from './session.ts';
import { captureOf, secondsOf, type VisitInput, type Visits } from './visits.ts';

export interface Kiosk {
  isActive(): boolean;
  state(): KioskState;
  enter(): Promise<KioskState>;
  leave(pin: string): Promise<KioskState>;
  setPin(pin: string, currentPin: string | undefined): Promise<KioskState>;
  /** Where there is no window: whoever has the command line has the store itself. */
  reset(): KioskState;
  assess(input: VisitInput): Promise<AssessmentReport>;
  verify(input: VisitInput & { readonly code: string }): Promise<KioskResult>;
  identify(input: VisitInput): Promise<KioskResult>;
  /** Once the window is there: the kiosk that was on is on again, or is turned on where asked. */
  start(asked: boolean): Promise<void>;
}

export interface KioskParts {
  readonly session: KioskSession;
  readonly visits: Visits;
  readonly pins: Pins;
  readonly shell: Shell | undefined;
  readonly settings: () => Settings;
  readonly emit: (event: HostEvent) => void;
  /** Called once it is off. */
  readonly onLeft: () => void;
  readonly assess: (probe: Uint8Array, capture: CaptureOptions) => Promise<AssessmentReport>;
}

export function createKiosk(parts: KioskParts): Kiosk {
  const { session, visits, pins, shell, settings, emit, assess, onLeft } = parts;

  const state = (): KioskState => {
    const { kiosk, camera } = settings();
    const { mode, modality, resultSeconds, idleSeconds, sound, greeting } = kiosk;
    return {
      active: session.isActive(),
      pinSet: pins.isSet(),
      ...{ mode, modality, resultSeconds, idleSeconds, sound, greeting },
      camera: { deviceId: camera.deviceId, mirror: camera.mirror },
      lockedOutSeconds: secondsOf(visits.pausedForMs()),
      pinPausedSeconds: secondsOf(session.pinPausedForMs()),
    };
  };
  const changed = (): KioskState => {
    emit({ event: 'data.changed', what: 'kiosk' });
    return state();
  };
  const refuseUnlessActive = () => {
    if (session.isActive()) return;
    throw new AppError('not-allowed', 'Expected the kiosk to be on but it is off; enter it first.');
  };
  const refuseMode = (mode: Settings['kiosk']['mode']) => {
    refuseUnlessActive();
    if (settings().kiosk.mode === mode) return;
    throw new AppError('not-allowed', 'Expected what the kiosk is set to but received the other.');
  };

  return {
    isActive: session.isActive,
    state,
    async enter() {
      const window = windowOf(shell);
      await session.enter(() => window.setKiosk(true));
      return changed();
    },
    async leave(pin) {
      await session.leave(pin, async () => {
        visits.forget();
        onLeft();
        await shell?.setKiosk(false);
      });
      return changed();
    },
    async setPin(pin, currentPin) {
      await session.setPin(pin, currentPin);
      return changed();
    },
    reset() {
      if (shell) throw new AppError('not-allowed', 'Expected this of the command line only.');
      session.reset();
      return changed();
    },
    assess({ probe, dpi }) {
      refuseUnlessActive();
      return assess(probe, captureOf(settings().kiosk, dpi));
    },
    verify(input) {
      refuseMode('code');
      return visits.verify(input);
    },
    identify(input) {
      refuseMode('identify');
      return visits.identify(input);
    },
    async start(asked) {
      const window = windowOf(shell);
      if (session.isActive()) await window.setKiosk(true);
      else if (asked) await session.enter(() => window.setKiosk(true));
    },
  };
}

function windowOf(shell: Shell | undefined): Shell {
  if (shell) return shell;
  throw new AppError('bad-input', 'Expected a window for the kiosk but there is none.');
}
