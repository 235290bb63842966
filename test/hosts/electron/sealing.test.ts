/** What a page, whatever it holds, can't do: the handlers themselves, called as Electron would. */
import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { sealAllContents, sealContents } from '../../../app/hosts/electron/seal-contents.ts';
import { sealSession } from '../../../app/hosts/electron/seal-session.ts';
import {
  asContents,
  asSession,
  fakeContents,
  fakeSession,
  preventable,
  type FakeContents,
} from './fake-electron.ts';

const HOME = 'app://twinmark/index.html';

function sealed(askSystem = true) {
  const session = fakeSession();
  const page = fakeContents(`${HOME}#/verify`);
  const asked = vi.fn(() => Promise.resolve(askSystem));
  sealSession(asSession(session), {
    allowDevTools: false,
    isOwnWindow: (contents) => contents === asContents(page),
    askSystemForCamera: asked,
  });
  const request = (
    permission: string,
    mediaTypes: ('video' | 'audio')[],
    asker: { contents?: FakeContents; isMainFrame?: boolean; requestingUrl?: string } = {},
  ) =>
    new Promise<boolean>((resolve) => {
      const { contents = page, isMainFrame = true, requestingUrl = contents.url } = asker;
      const details = { mediaTypes, isMainFrame, requestingUrl };
      session.permissionRequest?.(asContents(contents), permission as 'media', resolve, details);
    });
  const check = (
    mediaType: 'video' | 'audio' | 'unknown',
    contents: FakeContents | null = page,
    isMainFrame = true,
  ) =>
    session.permissionCheck?.(contents && asContents(contents), 'media', 'app://twinmark', {
      mediaType,
      isMainFrame,
      ...(contents && { requestingUrl: contents.url }),
    });
  return { session, page, asked, request, check };
}

describe('permission handlers', () => {
  it('grant the camera to the page while it captures', async () => {
    const { request, check, asked } = sealed();
    expect(await request('media', ['video'])).toBe(true);
    expect(check('video')).toBe(true);
    expect(asked).toHaveBeenCalledOnce();
  });

  it('refuse it on Settings, to frames within, to other windows, and to workers', async () => {
    const { request, check, page, asked } = sealed();
    const stranger = fakeContents(`${HOME}#/verify`);
    expect(await request('media', ['video'], { isMainFrame: false })).toBe(false);
    expect(await request('media', ['video'], { contents: stranger })).toBe(false);
    expect(await request('media', ['video'], { requestingUrl: 'https://example.com/' })).toBe(
      false,
    );
    expect(check('video', stranger)).toBe(false);
    expect(check('video', null)).toBe(false);
    expect(check('video', page, false)).toBe(false);
    page.url = `${HOME}#/settings`;
    expect(await request('media', ['video'])).toBe(false);
    expect(check('video')).toBe(false);
    expect(asked).not.toHaveBeenCalled();
  });

  it('refuse the microphone and the screen', async () => {
    const { request, check } = sealed();
    expect(await request('media', ['audio'])).toBe(false);
    expect(await request('media', ['video', 'audio'])).toBe(false);
    expect(await request('display-capture', ['video'])).toBe(false);
    expect(await request('geolocation', [])).toBe(false);
    expect([check('audio'), check('unknown')]).toEqual([false, false]);
  });

  it('grant it where the address arrives a moment after the request', async () => {
    const { request, page } = sealed();
    page.url = `${HOME}#/people`;
    setTimeout(() => (page.url = `${HOME}#/enrol`), 20);
    expect(await request('media', ['video'], { requestingUrl: HOME })).toBe(true);
  });

  it('refuse it where the system does, or the page is gone meanwhile', async () => {
    expect(await sealed(false).request('media', ['video'])).toBe(false);
    const { request, page, asked } = sealed();
    asked.mockImplementation(() => {
      page.destroyed = true;
      return Promise.resolve(true);
    });
    expect(await request('media', ['video'])).toBe(false);
  });
});

describe('a sealed session', () => {
  it('cancels every request that is not for the app', () => {
    const { session } = sealed();
    const isCancelled = (url: string) => {
      let answer: object = {};
      session.beforeRequest?.({ url }, (given) => (answer = given));
      return 'cancel' in answer && answer.cancel === true;
    };
    expect(isCancelled(HOME)).toBe(false);
    for (const url of ['https://example.com/a.js', 'ws://127.0.0.1/', 'file:///etc/passwd']) {
      expect(isCancelled(url), url).toBe(true);
    }
  });

  it('hands out no device, trusts no certificate, corrects no spelling, keeps no download', () => {
    const { session } = sealed();
    const device = { deviceType: 'usb', origin: HOME, device: {} } as never; // Not looked at.
    expect(session.device?.(device)).toBe(false);
    expect(session.usb?.({ protectedClasses: ['hid', 'video'] })).toEqual(['hid', 'video']);
    const answers: unknown[] = [];
    const pairing = { deviceId: '1', pairingKind: 'confirm', frame: null } as never; // As above.
    session.bluetooth?.(pairing, (answer) => answers.push(answer));
    session.certificate?.({ hostname: 'localhost' } as never, (code) => answers.push(code)); // As above.
    expect(answers).toEqual([{ confirmed: false }, -2]);
    expect(session.spellChecker).toBe(false);
    const download = preventable();
    session.emit('will-download', download);
    expect(download.prevented).toBe(true);
  });
});

describe('sealed contents', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is prevented',
    (name) => {
      const contents = fakeContents();
      sealContents(asContents(contents));
      const event = preventable();
      contents.emit(name, event, HOME);
      expect(event.prevented).toBe(true);
    },
  );

  it('open no window, not even of the app itself', () => {
    const contents = fakeContents();
    sealContents(asContents(contents));
    for (const url of ['https://example.com/', HOME, 'about:blank']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    }
  });

  it('are all that there are, and no certificate, name or password is given to anybody', () => {
    const app = new EventEmitter();
    sealAllContents(app as App); // Only its events are used.
    const contents = fakeContents();
    app.emit('web-contents-created', {}, contents);
    expect(contents.openHandler?.({})).toEqual({ action: 'deny' });

    const answers: unknown[][] = [];
    const answer = (...given: unknown[]) => void answers.push(given);
    const [wrong, chosen, login] = [preventable(), preventable(), preventable()];
    app.emit('certificate-error', wrong, contents, 'https://a/', 'error', {}, answer);
    app.emit('select-client-certificate', chosen, contents, 'https://a/', [], answer);
    app.emit('login', login, contents, {}, {}, answer);
    expect([wrong, chosen, login].map(({ prevented }) => prevented)).toEqual([true, true, true]);
    expect(answers).toEqual([[false], []]);
  });
});
