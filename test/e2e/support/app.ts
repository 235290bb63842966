/** The fixture `app`: the whole desktop app in a window of either host, and a hand on its surroundings. */
import { test as base, expect, type Page } from '@playwright/test';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandInput, CommandName, CommandResult } from '../../../app/contract/commands.ts';
import type { Answer, Host } from '../../../app/contract/host.ts';
import { composeApp, type AppSettings } from '../../../app/services/compose.ts';
import type { ScriptedCamera } from './camera.ts';
import { openChromium } from './chromium.ts';
import type { DialogAnswers } from './dialogs.ts';
import { openElectron } from './electron.ts';
import { enrolPeople, type Enrolled } from './people.ts';
import { testSettings } from './window.ts';

export { expect };

export interface HostOptions {
  host: 'chromium' | 'electron';
}

export interface StoreOptions {
  /** People who are in the store before the window opens. */
  enrolled: Enrolled;
  /** Chromium's own flags; Electron has none of them. */
  browserArguments: readonly string[];
  /** False where the test brings a camera of another kind. */
  scriptedCamera: boolean;
}

/** One window of either host. */
export interface OpenWindow {
  readonly page: Page;
  readonly camera: ScriptedCamera;
  readonly dialogs: DialogAnswers;
  close(): Promise<void>;
}

export interface OpenWindowOptions {
  readonly folder: string;
  readonly builtFolder: string;
  readonly browserArguments: readonly string[];
  readonly scriptedCamera: boolean;
  /** Told of bugs that the app itself reports. */
  readonly onBug: (text: string) => void;
}

export interface TestApp {
  readonly host: HostOptions['host'];
  readonly page: Page;
  readonly camera: ScriptedCamera;
  readonly dialogs: DialogAnswers;
  readonly folder: string;
  readonly settings: AppSettings;
  route(hash: `#/${string}`): string;
  invoke<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Answer<CommandResult<Name>>>;
  restart(): Promise<void>;
  /** What went wrong so far; the test fails at its end where there is any. */
  problems(): readonly string[];
  /** Takes note of problems that a test provokes on purpose, and forgets them. */
  forgive(): readonly string[];
}

interface WorkerFixtures {
  /** Folders with a store of so many people, made once and copied for each test. */
  stores: (enrolled: Enrolled) => Promise<string>;
}

export const test = base.extend<HostOptions & StoreOptions & { app: TestApp }, WorkerFixtures>({
  host: ['chromium', { option: true }],
  enrolled: [{ faces: 0, prints: 0 }, { option: true }],
  browserArguments: [[], { option: true }],
  scriptedCamera: [true, { option: true }],
  stores: [
    // Playwright reads which fixtures are wanted from this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const made = new Map<string, Promise<string>>();
      const parent = await temporaryFolder('stores');
      await use((enrolled) => {
        const key = `${enrolled.faces}-${enrolled.prints}`;
        const making = made.get(key) ?? makeStore(path.join(parent, key), enrolled);
        made.set(key, making);
        return making;
      });
      await rm(parent, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  app: async ({ host, enrolled, browserArguments, scriptedCamera, stores }, use) => {
    const builtFolder = process.env.TWINMARK_BUILT;
    if (!builtFolder) throw new Error('Expected a built app; run the specs by "npm run e2e".');
    const folder = await temporaryFolder('e2e');
    await cp(await stores(enrolled), folder, { recursive: true });
    const open = host === 'electron' ? openElectron : openChromium;
    const app = await startApp(host, folder, (onBug) =>
      open({ folder, builtFolder, browserArguments, scriptedCamera, onBug }),
    );
    try {
      await use(app);
      expect(app.problems(), 'errors of the console, the page and the app').toEqual([]);
    } finally {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
});

const temporaryFolder = (name: string) => mkdtemp(path.join(tmpdir(), `twinmark-${name}-`));

async function startApp(
  host: HostOptions['host'],
  folder: string,
  open: (onBug: (text: string) => void) => Promise<OpenWindow>,
): Promise<TestApp & { close(): Promise<void> }> {
  const seen: string[] = [];
  const openWatched = async () => {
    const opened = await open((text) => seen.push(`bug: ${text}`));
    watch(opened.page, seen);
    return opened;
  };
  let window = await openWatched();
  return {
    host,
    folder,
    settings: testSettings(folder),
    get page() {
      return window.page;
    },
    get camera() {
      return window.camera;
    },
    get dialogs() {
      return window.dialogs;
    },
    route: (hash) => new URL(hash, window.page.url()).href,
    invoke: (name, input) => invoke(window.page, name, input),
    async restart() {
      await window.close();
      window = await openWatched();
    },
    problems: () => seen,
    forgive: () => seen.splice(0),
    close: () => window.close(),
  };
}

function watch(page: Page, seen: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`page: ${error.stack ?? error.message}`));
}

async function invoke<Name extends CommandName>(
  page: Page,
  name: Name,
  input: CommandInput<Name>,
): Promise<Answer<CommandResult<Name>>> {
  const call = (told: { name: CommandName; input: unknown }) =>
    (globalThis as unknown as { host: Host }).host.invoke(told.name, told.input as never);
  // The contract says what comes back for that name.
  return await page.evaluate(call, { name, input });
}

async function makeStore(folder: string, enrolled: Enrolled): Promise<string> {
  await mkdir(folder, { recursive: true });
  if (enrolled.faces + enrolled.prints === 0) return folder;
  const app = composeApp(testSettings(folder));
  try {
    await enrolPeople(app, enrolled);
  } finally {
    app.close();
  }
  return folder;
}
