/** The page shows the app and nothing else: no other address, window or download. */
import type { BrowserContext, Page } from 'playwright-core';
import { readAsset } from '../window/assets.ts';
import { ANSWER_PATH, type Answers } from './bridge.ts';
import { CHROMIUM_ORIGIN, isFromApp } from '../window/origin.ts';

export const HOME = `${CHROMIUM_ORIGIN}/`;

/** Answers the app's own requests, files and long answers, and aborts all others. */
export async function serveApp(
  context: BrowserContext,
  folder: string,
  answers: Answers,
): Promise<void> {
  await context.route('**/*', async (route) => {
    const request = route.request();
    const address = request.url();
    if (!isFromApp(address, CHROMIUM_ORIGIN)) {
      // No Content: who is to be led elsewhere stays where they are.
      if (request.isNavigationRequest()) return route.fulfill({ status: 204 });
      return route.abort('blockedbyclient');
    }
    const answer = takeAnswer(address, answers);
    if (answer) {
      return route.fulfill({ status: 200, headers: ANSWER_HEADERS, body: Buffer.from(answer) });
    }
    const { status, headers, body } = await readAsset(folder, address, request.method());
    return route.fulfill({ status, headers: { ...headers }, body });
  });
}

const ANSWER_HEADERS = {
  'content-type': 'application/octet-stream',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Once: whoever has its address was given it, and fetches it at once. */
function takeAnswer(address: string, answers: Answers): Uint8Array | undefined {
  const { pathname } = new URL(address);
  if (!pathname.startsWith(ANSWER_PATH)) return undefined;
  const id = pathname.slice(ANSWER_PATH.length);
  const answer = answers.get(id);
  answers.delete(id);
  return answer;
}

/** Brings a page back that was led away, which needs no request where it went to `about:blank`. */
export function keepAtHome(page: Page): void {
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || isFromApp(frame.url(), CHROMIUM_ORIGIN)) return;
    // A page that is being closed can't go anywhere.
    page.goto(HOME).catch(() => undefined);
  });
}

export interface Visitors {
  /** A page of the host's own. */
  open(): Promise<Page>;
}

/** Closes every page that the host did not open. */
export function admitOnly(context: BrowserContext, first: Page): Visitors {
  const ours = new Set([first]);
  let opening = 0;
  const closeStrangers = () => {
    for (const page of context.pages()) {
      if (!ours.has(page)) page.close().catch(() => undefined);
    }
  };
  context.on('page', () => {
    // While one is opened it can't be told from a stranger yet.
    if (opening === 0) closeStrangers();
  });
  return {
    async open() {
      opening += 1;
      try {
        const page = await context.newPage();
        ours.add(page);
        page.on('close', () => ours.delete(page));
        return page;
      } finally {
        opening -= 1;
        if (opening === 0) closeStrangers();
      }
    },
  };
}
