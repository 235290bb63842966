import { describe, expect, it } from 'vitest';
import { isCaptureView, isLocal } from '../../../app/hosts/electron/addresses.ts';
import { SCREENS as MENU_SCREENS } from '../../../app/hosts/electron/menu.ts';
import { allows, type Asker } from '../../../app/hosts/electron/permissions.ts';
import { RAIL, SCREENS, hrefOf } from '../../../renderer/router.ts';

const page = (hash: string) => `app://twinmark/index.html${hash}`;
const from = (hash: string, changes: Partial<Asker> = {}): Asker => ({
  ownWindow: true,
  isMainFrame: true,
  frame: page(hash),
  window: page(hash),
  ...changes,
});

/** All that Electron 45 may ask for, but what is granted somewhere. */
const NEVER = [
  'automatic-fullscreen',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network-access',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'usb',
  'web-printing',
  'window-management',
  'unknown',
];

describe('the camera', () => {
  it.each(SCREENS)('is granted on the screen %s only if people are captured there', (screen) => {
    const captures = ['verify', 'enrol', 'kiosk'].includes(screen);
    for (const hash of [hrefOf(screen), hrefOf(screen, 'an id'), hrefOf(screen, '1', { q: 'x' })]) {
      expect(allows('media', ['video'], from(hash)), hash).toBe(captures);
    }
  });

  it('is granted at the start, where the home screen is Verify', () => {
    for (const hash of ['', '#', '#/']) expect(allows('media', ['video'], from(hash))).toBe(true);
  });

  it('is granted where a camera is chosen, and in no other part of the settings', () => {
    const granted = (hash: string) => allows('media', ['video'], from(hash));
    expect(granted('#/settings/camera')).toBe(true);
    for (const hash of [
      '#/settings',
      '#/settings/kiosk',
      '#/settings/camera/x',
      '#/people/camera',
    ]) {
      expect(granted(hash), hash).toBe(false);
    }
  });

  it('is refused on an address that is no screen', () => {
    for (const hash of ['#/verifying', '#/settings?from=/verify', '#/Verify']) {
      expect(allows('media', ['video'], from(hash)), hash).toBe(false);
    }
  });

  it('comes without the microphone, and never with a screen', () => {
    for (const media of [['audio'], ['video', 'audio'], ['unknown'], []]) {
      expect(allows('media', media, from('#/verify')), media.join()).toBe(false);
    }
    expect(allows('display-capture', ['video'], from('#/verify'))).toBe(false);
  });

  it('is refused to subframes, other windows and other origins', () => {
    const others: Partial<Asker>[] = [
      { isMainFrame: false },
      { ownWindow: false },
      { frame: 'https://example.com/#/verify' },
      { frame: 'app://elsewhere/index.html#/verify' },
      { frame: 'about:srcdoc' },
      { window: 'data:text/html,#/verify' },
      { window: 'app://twinmark.evil/#/verify' },
      { window: 'app://twinmark@evil/#/verify' },
      { window: '' },
    ];
    for (const other of others) {
      expect(allows('media', ['video'], from('#/verify', other)), JSON.stringify(other)).toBe(
        false,
      );
    }
  });
});

describe('everything else', () => {
  it.each(NEVER)('%s is refused on every screen', (permission) => {
    for (const screen of SCREENS) expect(allows(permission, [], from(hrefOf(screen)))).toBe(false);
  });

  it('text may be written to the clipboard, but not by a passer-by at the kiosk', () => {
    expect(allows('clipboard-sanitized-write', [], from('#/people'))).toBe(true);
    expect(allows('clipboard-sanitized-write', [], from('#/kiosk'))).toBe(false);
    expect(allows('clipboard-sanitized-write', [], from('#/people', { ownWindow: false }))).toBe(
      false,
    );
  });
});

describe('addresses', () => {
  it('are loaded from the app itself and from memory only', () => {
    const local = [page(''), 'blob:app://twinmark/0f-1', 'data:image/png;base64,AAAA'];
    const remote = [
      'https://example.com/',
      'http://localhost:5173/',
      'file:///etc/passwd',
      'app://elsewhere/x.js',
      'blob:https://example.com/0f-1',
      'ws://twinmark/',
      'chrome://settings',
      'view-source:app://twinmark/',
      'filesystem:app://twinmark/x',
      'about:blank',
      'nonsense',
    ];
    expect(local.filter((address) => !isLocal(address, false))).toEqual([]);
    expect(remote.filter((address) => isLocal(address, false))).toEqual([]);
  });

  it("developer tools' own files are loaded where those tools are", () => {
    const address = 'devtools://devtools/bundled/devtools_app.html';
    expect([isLocal(address, true), isLocal(address, false)]).toEqual([true, false]);
  });

  it('of a capture view have to be of the app', () => {
    expect(isCaptureView('https://twinmark/#/verify')).toBe(false);
    expect(isCaptureView(page('#/verify'))).toBe(true);
  });
});

it('the menu names the screens in the order of the rail, whose keys it shows', () => {
  expect(MENU_SCREENS.map(([route]) => route)).toEqual([...RAIL]);
});
