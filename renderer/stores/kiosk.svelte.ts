/** Whether the kiosk is on: then it is all that is shown, and all that the program answers. */
import type { KioskState } from '../../app/contract/kiosk.ts';
import { client } from '../client.ts';

let state = $state.raw<KioskState>();
let asked = $state(false);

export const kiosk = {
  /** Undefined until it was asked for, and where the program can't say. */
  get state(): KioskState | undefined {
    return state;
  },

  /** Whether the program has answered: nothing is shown before. */
  get asked(): boolean {
    return asked;
  },

  get active(): boolean {
    return state?.active ?? false;
  },

  async load(): Promise<KioskState> {
    try {
      return kiosk.take(await client.invoke('kiosk.state', {}));
    } finally {
      asked = true;
    }
  },

  take(next: KioskState): KioskState {
    state = next;
    return next;
  },
};
