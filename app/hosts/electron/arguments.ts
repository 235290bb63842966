/** What of the command line is meant for us, and what must not be asked of a packaged program. */
import type { App } from 'electron';

/** Electron's, Chromium's and macOS's own, which come along in the same list. */
const FOREIGN =
  /^(--(no-|disable-|enable-|force-|use-|allow-|ozone-|inspect|remote-debugging-|js-flags|lang=|user-data-dir|password-store|host-|proxy-|gtk-|original-process|secure-|trace-)|-psn_)/;

/** Doors into the running program. */
const DEBUG_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'];

/** @param argv the whole of `process.argv` */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const given = argv.slice(1);
  // Before packaging Electron is given the program's file, after switches of its own.
  const program = isPackaged ? -1 : given.findIndex((one) => !one.startsWith('-'));
  return given.slice(program + 1).filter((one) => !FOREIGN.test(one));
}

/** The first switch that would let somebody look into people's data, or undefined. */
export function findDebugSwitch({ commandLine }: Pick<App, 'commandLine'>): string | undefined {
  return DEBUG_SWITCHES.find((name) => commandLine.hasSwitch(name));
}

/** Of Chromium itself: it speaks to nobody either. */
export function quieten({ commandLine }: Pick<App, 'commandLine'>): void {
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('disable-breakpad');
  commandLine.appendSwitch('no-pings');
}
