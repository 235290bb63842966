/** What is photographed: every screen, with what has to be done before it is worth a picture. */
import type { Page } from 'playwright-core';
import { KIOSK_SCREENS } from './kiosk-screens.ts';
import { faceOf, PEOPLE, type TestPerson } from './support/people.ts';

export interface Screen {
  readonly name: string;
  readonly route: `#/${string}`;
  /** Brings the screen into the state that the picture shows. */
  readonly arrange?: (page: Page) => Promise<void>;
}

export const SCREENS: readonly Screen[] = [
  { name: 'verify', route: '#/verify' },
  {
    name: 'verify-match',
    route: '#/verify',
    arrange: (page) => verifyFace(page, PEOPLE[0], PEOPLE[0]),
  },
  {
    name: 'verify-non-match',
    route: '#/verify',
    arrange: (page) => verifyFace(page, PEOPLE[0], PEOPLE[2]),
  },
  {
    name: 'identify',
    route: '#/verify?mode=identify',
    arrange: async (page) => chooseImage(page, await faceOf(PEOPLE[1], 4)),
  },
  { name: 'enrol', route: '#/enrol' },
  { name: 'people', route: '#/people' },
  { name: 'person', route: `#/people/${PEOPLE[0].externalId}` },
  { name: 'audit-new', route: '#/audit/new', arrange: chooseCaptures },
  {
    name: 'audit-run',
    route: '#/audit/new',
    arrange: async (page) => {
      await chooseCaptures(page);
      await page.getByRole('button', { name: /^Audit \d+ files$/ }).click();
      await page.getByText(/^.*Finished, \d+ files$/).waitFor();
      await page.getByRole('row').filter({ hasText: 'visitor.jpg' }).click();
      await page.getByRole('img', { name: /visitor/ }).waitFor();
    },
  },
  { name: 'audit', route: '#/audit' },
  { name: 'accuracy', route: '#/accuracy' },
  { name: 'activity', route: '#/activity' },
  { name: 'settings', route: '#/settings' },
  ...[
    'decisions',
    'lookAlikes',
    'privacy',
    'kiosk',
    'models',
    'engine',
    'store',
    'appearance',
    'about',
  ].map((part) => ({ name: `settings-${part}`, route: `#/settings/${part}` })),
  { name: 'kiosk', route: '#/kiosk' },
  ...KIOSK_SCREENS,
];

export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

async function verifyFace(page: Page, claimed: TestPerson, shown: TestPerson): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Who should it be?' });
  await field.fill(claimed.externalId);
  await field.press('Enter');
  await page.getByText(`Take a capture of ${claimed.displayName}.`).waitFor();
  await chooseImage(page, await faceOf(shown, 4));
}

async function chooseCaptures(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await page.getByRole('cell', { name: 'A-1001/morning.jpg' }).waitFor();
}

async function chooseImage(page: Page, image: Uint8Array): Promise<void> {
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'capture.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(image),
  });
  await page.getByRole('button', { name: /^Next/ }).waitFor();
}
