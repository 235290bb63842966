import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { HostEvent } from '../../../app/contract/events.ts';
import { menuTemplate } from '../../../app/hosts/electron/menu.ts';
import { parseRoute } from '../../../renderer/router.ts';

const PLATFORMS = ['linux', 'win32', 'darwin'] as const;

function menu(platform: NodeJS.Platform, devTools = false) {
  const told: HostEvent[] = [];
  const items = menuTemplate({ platform, devTools, tell: (event) => told.push(event) }).flatMap(
    (top) => (Array.isArray(top.submenu) ? top.submenu : [top]),
  );
  const press = (accelerator: string) => {
    const item = items.find((one) => one.accelerator === accelerator);
    // Called without the item, window and key, which are not looked at.
    (item?.click as (() => void) | undefined)?.();
  };
  return { told, items, press };
}

const roles = (items: readonly MenuItemConstructorOptions[]) => items.map(({ role }) => role);

describe.each(PLATFORMS)('the menu on %s', (platform) => {
  it('goes to every screen, and opens the palette', () => {
    const { told, press } = menu(platform);
    for (let key = 1; key <= 7; key++) press(`CmdOrCtrl+${key}`);
    press('CmdOrCtrl+K');
    const screens = told.flatMap((event) =>
      event.event === 'shell.navigate' ? [parseRoute(event.route).screen] : [],
    );
    expect(screens).toEqual([
      'verify',
      'enrol',
      'people',
      'audit',
      'accuracy',
      'activity',
      'settings',
    ]);
    expect(told.at(-1)).toEqual({ event: 'shell.palette' });
  });

  it('leaves those keys to the page, which knows whether a dialog is open', () => {
    const keys = menu(platform).items.filter(({ accelerator }) => accelerator !== undefined);
    expect(keys).toHaveLength(8);
    expect(keys.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true);
  });

  it('has no way to reload the page, and no developer tools once packaged', () => {
    const { items } = menu(platform);
    for (const role of ['reload', 'forceReload', 'toggleDevTools'] as const) {
      expect(roles(items)).not.toContain(role);
    }
    expect(roles(menu(platform, true).items)).toContain('toggleDevTools');
  });

  it('edits text by the usual keys', () => {
    expect(roles(menu(platform).items)).toEqual(
      expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']),
    );
  });
});
