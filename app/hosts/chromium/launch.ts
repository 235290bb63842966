/** Starts the browser: driven over a pipe, no port opened, no word to anybody, one window. */
import { chromium, type BrowserContext } from 'playwright-core';
import { CHROMIUM_ORIGIN } from '../window/origin.ts';

export interface BrowserOptions {
  readonly executable: string;
  /** Holds nothing but what tells one camera from another. */
  readonly profileFolder: string;
  readonly kiosk: boolean;
  /** For tests: no screen is needed. */
  readonly headless?: { readonly width: number; readonly height: number };
  /** For tests: a fake camera, a software GPU. */
  readonly moreArguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Nothing leaves this machine: not of the page, and not of the browser itself. */
const NO_NETWORK = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // A proxy that is nowhere, for addresses that need no resolving. Loopback included.
  '--proxy-server=socks5://0.0.0.0:1',
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

const QUIET = [
  '--disable-domain-reliability',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--no-pings',
  '--no-default-browser-check',
  '--disable-features=MediaRouter,Translate,OptimizationHints,AutofillServerCommunication',
  '--disk-cache-size=1',
];

/** Where the window opens before it is told whom to ask for the app. */
const BLANK = 'data:text/html,<title>Twinmark</title>';

export async function launchBrowser(options: BrowserOptions): Promise<BrowserContext> {
  const { executable, profileFolder, kiosk, headless, moreArguments = [], env } = options;
  // Chromium refuses to sandbox what runs as root.
  const isRoot = process.getuid?.() === 0;
  const context = await chromium.launchPersistentContext(profileFolder, {
    executablePath: executable,
    headless: headless !== undefined,
    chromiumSandbox: !isRoot,
    args: [
      ...NO_NETWORK,
      ...QUIET,
      ...(headless ? [] : [`--app=${BLANK}`, '--window-size=1280,800']),
      ...(kiosk ? ['--kiosk'] : []),
      ...moreArguments,
    ],
    ...(env && { env: { ...process.env, ...env } }),
    // No bar that says that a test is going on.
    ignoreDefaultArgs: ['--enable-automation'],
    viewport: headless ?? null,
    // The system's own, not a tester's.
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
    acceptDownloads: false,
    serviceWorkers: 'block',
    // Whoever opened the window ends it in order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  await context.grantPermissions(['camera'], { origin: CHROMIUM_ORIGIN });
  return context;
}
