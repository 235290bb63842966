import { defineConfig } from '@playwright/test';
import { electronBinary } from '../../app/hosts/electron-binary.ts';
import type { HostOptions } from './support/app.ts';

export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: '../../.cache/e2e',
  globalSetup: './support/build-once.ts',
  // A window has an engine of its own: as many as there are processors are too many.
  workers: process.env.CI ? 1 : 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  projects: [
    { name: 'chromium', use: { host: 'chromium' } },
    // Real Electron, where its binary was downloaded.
    ...(electronBinary() ? [{ name: 'electron', use: { host: 'electron' as const } }] : []),
  ],
});
