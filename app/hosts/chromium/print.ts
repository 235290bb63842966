/** Prints a document of ours with a browser that is opened for it, and sees nothing else. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser, type BrowserOptions } from './launch.ts';

/** Windows on a screen can't print to PDF by protocol everywhere, ones without a screen can. */
export async function printPdf(
  html: string,
  options: Pick<BrowserOptions, 'executable' | 'moreArguments' | 'env'>,
): Promise<Uint8Array> {
  const profileFolder = await mkdtemp(path.join(tmpdir(), 'twinmark-print-'));
  try {
    const headless = { width: 794, height: 1123 }; // A4 at 96 pixels per inch.
    const context = await launchBrowser({ ...options, profileFolder, kiosk: false, headless });
    try {
      await context.route('**/*', (route) => route.abort('blockedbyclient'));
      const page = await context.newPage();
      await page.setContent(html, { waitUntil: 'load' });
      return await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
    } finally {
      await context.close();
    }
  } finally {
    await rm(profileFolder, { recursive: true, force: true });
  }
}
