import { describe, expect, it } from 'vitest';
import { findDebugSwitch, ownArguments, quieten } from '../../../app/hosts/electron/arguments.ts';
import { readWindowOptions } from '../../../app/hosts/window/options.ts';
import { fakeElectron } from './fake-electron.ts';

describe('the command line', () => {
  it('is ours after the program, whoever starts it', () => {
    expect(ownArguments(['/opt/Twinmark', '--kiosk'], true)).toEqual(['--kiosk']);
    expect(ownArguments(['electron', 'out/main/electron.js', '--kiosk'], false)).toEqual([
      '--kiosk',
    ]);
    expect(ownArguments(['electron', '--no-sandbox', '.', '--store', 'a.sqlite'], false)).toEqual([
      '--store',
      'a.sqlite',
    ]);
    expect(ownArguments(['electron'], false)).toEqual([]);
  });

  it("may hold Chromium's, Electron's and the system's switches", () => {
    const foreign = [
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '--enable-features=A,B',
      '--ozone-platform=wayland',
      '--force-device-scale-factor=2',
      '--use-fake-device-for-media-stream',
      '--password-store=basic',
      '-psn_0_12345',
    ];
    const own = ownArguments(['/opt/Twinmark', ...foreign, '--kiosk', ...foreign], true);
    expect(own).toEqual(['--kiosk']);
    expect(readWindowOptions(own).kiosk).toBe(true);
  });

  it('may not hold a slip of the pen, which would open something else than was meant', () => {
    const own = ownArguments(['/opt/Twinmark', '--kisok'], true);
    expect(() => readWindowOptions(own)).toThrow(/Expected flags of the window/);
  });

  it.each(['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'])(
    'is looked through for --%s',
    (name) => {
      const { parts } = fakeElectron('');
      expect(findDebugSwitch(parts.app)).toBeUndefined();
      parts.app.commandLine.appendSwitch(name, '0');
      expect(findDebugSwitch(parts.app)).toBe(name);
    },
  );
});

it('Chromium resolves no name and calls nobody', () => {
  const { parts, app } = fakeElectron('');
  quieten(parts.app);
  expect(app.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
  expect([...app.switches.keys()]).toEqual(
    expect.arrayContaining(['disable-background-networking', 'disable-component-update']),
  );
});
