/** What is photographed: every screen, with what has to be done before it is worth a picture. */
import type { Page } from 'playwright-core';
import type { Host } from '../../app/contract/host.ts';
import { KIOSK_SCREENS } from './kiosk-screens.ts';
import { faceOf, PEOPLE, type TestPerson } from './support/people.ts';

export interface Screen {
  readonly name: string;
  readonly route: `#/${string}`;
  /** What the camera sees; a grey wall where absent. */
  readonly camera?: () => Promise<Uint8Array>;
  /** Brings the screen into the state that the picture shows. */
  readonly arrange?: (page: Page) => Promise<void>;
  /** Undoes what would be in the next picture's way. */
  readonly tidy?: (page: Page) => Promise<unknown>;
}

/** Of the settings; the first one is what opens. */
export const SETTINGS_PARTS = [
  'camera',
  'decisions',
  'lookAlikes',
  'privacy',
  'kiosk',
  'models',
  'engine',
  'store',
  'appearance',
  'about',
] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

export const SCREENS: readonly Screen[] = [
  { name: 'verify', route: '#/verify' },
  {
    name: 'verify-match',
    route: '#/verify',
    // As far away as the outline asks for.
    camera: () => faceOf(PEOPLE[0], 4, { circumstances: { size: 0.58, x: 0.5, y: 0.45 } }),
    arrange: (page) => verifyFace(page, PEOPLE[0]),
  },
  {
    name: 'verify-non-match',
    route: '#/verify',
    camera: () => faceOf(PEOPLE[2], 4),
    arrange: (page) => verifyFace(page, PEOPLE[0]),
  },
  {
    name: 'identify',
    route: '#/verify?mode=identify',
    arrange: async (page) => chooseImage(page, await faceOf(PEOPLE[1], 4)),
  },
  { name: 'enrol', route: '#/enrol' },
  {
    name: 'enrol-capture',
    route: '#/enrol',
    arrange: async (page) => takeSamples(page, PEOPLE[7], PEOPLE[9]),
  },
  {
    name: 'enrol-review',
    route: '#/enrol',
    arrange: async (page) => {
      // Somebody who is enrolled, under another number.
      await takeSamples(page, PEOPLE[1], PEOPLE[1]);
      await page.getByRole('button', { name: /^Review/ }).click();
      await page.getByRole('switch', { name: 'Enrol all the same' }).check();
    },
  },
  {
    name: 'enrol-import',
    route: '#/enrol?from=folder',
    arrange: async (page) => {
      await page.getByRole('button', { name: 'Choose a folder' }).click();
      await page.getByRole('grid', { name: 'People found' }).waitFor();
    },
  },
  { name: 'people', route: '#/people', arrange: recordConsents },
  {
    name: 'person',
    route: `#/people/${PEOPLE[0].externalId}`,
    arrange: async (page) => {
      await recordConsents(page);
      await page.getByText('Until 31 Dec 2029').first().waitFor();
    },
  },
  {
    name: 'person-erase',
    route: `#/people/${PEOPLE[1].externalId}`,
    arrange: (page) => page.getByRole('button', { name: 'Erase person' }).click(),
  },
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
      await closeNotices(page);
    },
  },
  { name: 'audit', route: '#/audit' },
  { name: 'accuracy', route: '#/accuracy' },
  {
    name: 'accuracy-measure',
    route: '#/accuracy/measure',
    arrange: async (page) => {
      await page.getByRole('button', { name: 'Choose a folder' }).click();
      await page.getByRole('button', { name: 'Measure', exact: true }).click();
      const result = page.getByRole('region', { name: 'What was measured' });
      await result.evaluate((one) => one.scrollIntoView());
      await closeNotices(page);
    },
  },
  { name: 'activity', route: '#/activity' },
  { name: 'settings', route: '#/settings' },
  ...SETTINGS_PARTS.slice(1).map((part): Screen => ({
    name: `settings-${part}`,
    route: `#/settings/${part}`,
  })),
  { name: 'kiosk', route: '#/kiosk' },
  ...KIOSK_SCREENS,
];

export const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

async function verifyFace(page: Page, claimed: TestPerson): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Who should it be?' });
  await field.fill(claimed.externalId);
  await field.press('Enter');
  await page.getByText(`Take a capture of ${claimed.displayName}.`).waitFor();
  await page.getByRole('button', { name: 'Take the picture' }).click();
  await page.getByRole('button', { name: /^Next/ }).waitFor();
}

/** What a finished job has to say would cover what it made. */
async function closeNotices(page: Page): Promise<void> {
  const close = page
    .getByRole('region', { name: 'Notices' })
    .getByRole('button', { name: 'Dismiss' });
  await close.first().waitFor();
  while ((await close.count()) > 0) await close.first().click();
}

/** Of three people, one of whom is due; once, however often it is called. */
async function recordConsents(page: Page): Promise<void> {
  const [holds, due, soon] = PEOPLE;
  const consents = [
    { person: holds, purpose: 'Entrance control', retainUntil: '2028-12-31' },
    { person: holds, purpose: 'Entrance control of the laboratory', retainUntil: '2029-12-31' },
    { person: due, purpose: 'Entrance control', retainUntil: '2026-01-31' },
    { person: soon, purpose: 'Exam room', retainUntil: '2027-03-31' },
  ].map(({ person: { externalId }, ...told }) => {
    return { externalId, consent: { ...told, operator: 'Mira Solberg', form: 'On paper' } };
  });
  await page.evaluate(async (all) => {
    const { host } = globalThis as unknown as { host: Host };
    const { externalId } = all[0];
    const shown = await host.invoke('people.show', { externalId });
    if (shown.ok && shown.value.consents.length > 0) return;
    for (const one of all) await host.invoke('people.recordConsent', one);
  }, consents);
}

/** Two samples of one person, and the third of another. */
async function takeSamples(page: Page, person: TestPerson, third: TestPerson): Promise<void> {
  await page.getByRole('textbox', { name: 'Number' }).fill('A-2001');
  await page.getByRole('textbox', { name: 'Name' }).fill('Mara Öztürk');
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Entry to the laboratory');
  await page.getByRole('button', { name: 'Take samples' }).click();
  await page.getByRole('radio', { name: 'Files' }).check();
  const images = [await faceOf(person, 3), await faceOf(person, 4), await faceOf(third, 5)];
  await page.getByLabel('Choose files').setInputFiles(
    images.map((image, index) => {
      const name = `desk-${index + 1}.jpg`;
      return { name, mimeType: 'image/jpeg', buffer: Buffer.from(image) };
    }),
  );
  await page.getByLabel('3 of 3 samples can be used').waitFor();
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
