/** The window as a kiosk: full screen, in front, without a menu, and not to be closed by a key. */
import type { BrowserWindow, PowerSaveBlocker } from 'electron';

export interface Kiosk {
  isOn(): boolean;
  set(on: boolean): void;
  /** The program is being ended from outside: now the window may close. */
  release(): void;
}

export interface KioskParts {
  readonly window: BrowserWindow;
  readonly showMenu: (shown: boolean) => void;
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
}

export function createKiosk({ window, showMenu, powerSaveBlocker }: KioskParts): Kiosk {
  let on = false;
  let released = false;
  let awake: number | undefined;
  window.on('close', (event) => {
    // Alt+F4. Who may leave says so with the PIN, which is the services' affair.
    if (on && !released) event.preventDefault();
  });
  return {
    isOn: () => on,
    set(wanted) {
      if (wanted === on) return;
      on = wanted;
      window.setKiosk(on);
      window.setClosable(!on);
      window.setMinimizable(!on);
      window.setAlwaysOnTop(on, 'screen-saver');
      showMenu(!on);
      if (on) awake = powerSaveBlocker.start('prevent-display-sleep');
      else if (awake !== undefined) powerSaveBlocker.stop(awake);
    },
    release: () => (released = true),
  };
}
