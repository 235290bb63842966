import { describe, expect, it } from 'vitest';
import { createKiosk } from '../../../app/hosts/electron/kiosk.ts';
import { asWindow, fakeWindow, preventable } from './fake-electron.ts';

function kiosk() {
  const window = fakeWindow();
  const menus: boolean[] = [];
  const awake = new Set<number>();
  const made = createKiosk({
    window: asWindow(window),
    showMenu: (shown) => menus.push(shown),
    powerSaveBlocker: {
      start(kind) {
        expect(kind).toBe('prevent-display-sleep');
        awake.add(3);
        return 3;
      },
      stop: (id) => awake.delete(id),
    },
  });
  const close = () => {
    const event = preventable();
    window.emit('close', event);
    return !event.prevented;
  };
  return { kiosk: made, window, menus, awake, close };
}

describe('the kiosk', () => {
  it('is full screen, in front, awake, and has no menu', () => {
    const { kiosk: made, window, menus, awake } = kiosk();
    made.set(true);
    expect(Object.fromEntries(window.calls)).toEqual({
      setKiosk: true,
      setClosable: false,
      setMinimizable: false,
      setAlwaysOnTop: true,
    });
    expect(menus).toEqual([false]);
    expect(awake.size).toBe(1);
  });

  it('gives everything back when it is left', () => {
    const { kiosk: made, window, menus, awake } = kiosk();
    made.set(true);
    made.set(false);
    expect(Object.fromEntries(window.calls)).toEqual({
      setKiosk: false,
      setClosable: true,
      setMinimizable: true,
      setAlwaysOnTop: false,
    });
    expect(menus).toEqual([false, true]);
    expect(awake.size).toBe(0);
  });

  it('is entered once, however often it is told', () => {
    const { kiosk: made, window } = kiosk();
    made.set(true);
    const { length } = window.calls;
    made.set(true);
    expect(window.calls).toHaveLength(length);
  });

  it('can not be closed by a key, but by the system that shuts down', () => {
    const { kiosk: made, close } = kiosk();
    expect(close()).toBe(true);
    made.set(true);
    expect(close()).toBe(false);
    made.release();
    expect(close()).toBe(true);
  });
});
