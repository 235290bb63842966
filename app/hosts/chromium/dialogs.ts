/**
 * Dialogs of the Chromium window: pages of an origin of their own, made here, which the app can
 * neither read nor press. A browser that is driven over a pipe tells no paths, so these ask for them.
 */
import { homedir } from 'node:os';
import type { BrowserContext, Page } from 'playwright-core';
import { DIALOG_ACTIONS, DIALOG_STYLE, renderDialog } from './dialog-page.ts';
import { judgeChoice, viewFolder, type DialogRequest } from './dialog-view.ts';
import type { Dialogs } from './shell.ts';

const ORIGIN = 'https://dialog.twinmark.invalid';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const TITLES: Readonly<Record<string, string>> = {
  import: 'Choose the folder to enrol from',
  audit: 'Choose the folder to audit',
  calibration: 'Choose the folder to measure with',
  synthesis: 'Choose the folder for synthetic prints',
  reports: 'Choose the folder for reports',
};

/** @param openPage opens a page of the host's own */
export function createPageDialogs(
  openPage: () => Promise<Page>,
  context: () => BrowserContext,
): Dialogs {
  let lastFolder = homedir();
  const ask = async (request: DialogRequest): Promise<string | undefined> => {
    const page = await openPage();
    const chosen = Promise.withResolvers<string | undefined>();
    const onClose = () => chosen.resolve(undefined);
    page.on('close', onClose);
    context().on('close', onClose);
    await page.route('**/*', async (route) => {
      const {
        body,
        type = 'text/html; charset=utf-8',
        ends,
      } = await respond(new URL(route.request().url()), request, lastFolder);
      if (body === undefined) return route.abort('blockedbyclient');
      await route.fulfill({ status: 200, headers: { ...HEADERS, 'content-type': type }, body });
      if (!ends) return;
      lastFolder = ends.folder ?? lastFolder;
      chosen.resolve(ends.path);
    });
    try {
      await page.goto(`${ORIGIN}${DIALOG_ACTIONS.look}`);
      return await chosen.promise;
    } finally {
      context().off('close', onClose);
      await page.close();
    }
  };
  return {
    chooseFolder: (purpose) => ask({ title: TITLES[purpose] ?? 'Choose a folder' }),
    chooseNewFile: (fileName) => ask({ title: 'Save as', fileName }),
  };
}

interface Response {
  /** Absent: the request is not for this dialog. */
  readonly body?: string;
  readonly type?: string;
  /** The dialog is over; without a path it was cancelled. */
  readonly ends?: { readonly path?: string; readonly folder?: string };
}

async function respond(
  { origin, pathname, searchParams }: URL,
  request: DialogRequest,
  lastFolder: string,
): Promise<Response> {
  if (origin !== ORIGIN) return {};
  const where = searchParams.get('in') ?? lastFolder;
  // A name is kept while the operator looks through folders.
  const name = searchParams.get('name') ?? request.fileName;
  const asked = request.fileName === undefined ? request : { ...request, fileName: name };
  switch (pathname) {
    case DIALOG_ACTIONS.look:
      return { body: renderDialog(await viewFolder(asked, where)) };
    case DIALOG_ACTIONS.choose: {
      const replace = searchParams.get('replace') ?? undefined;
      const choice = await judgeChoice(asked, { where, name, replace });
      if ('again' in choice) return { body: renderDialog(choice.again) };
      return { body: OVER, ends: { path: choice.chosen, folder: where } };
    }
    case DIALOG_ACTIONS.cancel:
      return { body: OVER, ends: {} };
    case '/style.css':
      return { body: DIALOG_STYLE, type: 'text/css; charset=utf-8' };
    default:
      return {};
  }
}

/** Seen for a blink, before the page closes. */
const OVER = '<!doctype html><html lang="en"><title>Twinmark</title></html>';
