/** The flow of visitors with what it needs of the world: the program's answers, and time. */
import type { AssessmentReport } from '../../../app/contract/capture.ts';
import type { KioskResult, KioskState } from '../../../app/contract/kiosk.ts';
import { client } from '../../client.ts';
import { kiosk } from '../../stores/kiosk.svelte.ts';
import { IDLE, follow, type KioskInput, type Stage } from './kiosk-flow.ts';

export interface Visit {
  readonly stage: Stage;
  /** When anybody did anything the last time: of the clock of `performance.now()`. */
  readonly touchedMs: number;
  send(input: KioskInput): void;
  /** The capture is asked about and dropped; nothing of it is kept here. */
  decide(probe: Uint8Array): Promise<void>;
  assess(probe: Uint8Array): Promise<AssessmentReport>;
}

export function createVisit(state: () => KioskState): Visit {
  const pause = state().lockedOutSeconds;
  let stage = $state.raw<Stage>(pause > 0 ? { kind: 'paused', seconds: pause } : IDLE);
  let touchedMs = $state(performance.now());

  function send(input: KioskInput) {
    touchedMs = performance.now();
    stage = follow(stage, input, state().mode);
  }

  function ask(probe: Uint8Array, code: string | undefined): Promise<KioskResult> {
    return code === undefined
      ? client.invoke('kiosk.identify', { probe })
      : client.invoke('kiosk.verify', { code, probe });
  }

  return {
    get stage() {
      return stage;
    },
    get touchedMs() {
      return touchedMs;
    },
    send,
    async decide(probe) {
      if (stage.kind !== 'capture') return;
      const { code } = stage;
      send({ kind: 'captured' });
      try {
        const result = await ask(probe, code);
        const { lockedOutSeconds } = await kiosk.load();
        send({ kind: 'answered', result, pausedSeconds: lockedOutSeconds });
      } catch {
        // Whoever looks after the kiosk finds the reason in the activity, and at the desk.
        send({ kind: 'failed' });
      }
    },
    assess: (probe) => client.invoke('kiosk.assess', { probe }),
  };
}
