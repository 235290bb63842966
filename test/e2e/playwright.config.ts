import { defineConfig } from '@playwright/test';
import { availableParallelism } from 'node:os';
import { electronBinary } from '../../app/hosts/electron-binary.ts';
import type { HostOptions } from './support/app.ts';

export default defineConfig<HostOptions>({
  testDir: '.',
  outputDir: '../../.cache/e2e',
  globalSetup: './support/build-once.ts',
  // A window has an engine of its own, which takes a processor as well.
  workers: Math.max(1, Math.floor(availableParallelism() / 2)),
  fullyParallel: true,
  // Of a machine that others keep busy; what has to be quick is measured by its spec.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 2 : 0,
  reporter: [['list']],
  projects: [
    { name: 'chromium', use: { host: 'chromium' } },
    // Real Electron, where its binary was downloaded.
    ...(electronBinary() ? [{ name: 'electron', use: { host: 'electron' as const } }] : []),
  ],
});
