/**
 * What is built, and from where: the command line, the windows' hosts, the engine's process and
 * lanes, the preloads, and the renderer.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const source = (file: string) => path.join(import.meta.dirname, 'app', file);
const rendererFolder = path.join(import.meta.dirname, 'renderer');

/** Of the windows that are there. */
const only = (inputs: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(inputs).filter(([, file]) => existsSync(file)));

export default defineConfig({
  main: {
    build: {
      // Electron 45 and the `node` devDependency are both Node 24.
      target: 'node24',
      externalizeDeps: true,
      outDir: 'out/main',
      rollupOptions: {
        input: only({
          cli: source('hosts/cli/main.ts'),
          chromium: source('hosts/chromium/main.ts'),
          electron: source('hosts/electron/main.ts'),
          // Names that engine/entry.ts looks for beside itself.
          'engine-process': source('engine/process.ts'),
          'engine-lanes-lane': source('engine/lanes/lane.ts'),
          // Beside services/synthesis/print-maker.ts.
          'print-worker': source('services/synthesis/print-worker.ts'),
          // Beside services/evaluation/threads.ts.
          'evaluation-worker': source('services/evaluation/worker.ts'),
        }),
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // All in one folder: entry.ts finds the engine beside the chunk that it ends up in.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node24',
      outDir: 'out/preload',
      // Each must be whole: the sandbox of Electron loads nothing, and neither does a page.
      isolatedEntries: true,
      externalizeDeps: false,
      rollupOptions: {
        input: only({
          chromium: source('preload/chromium.ts'),
          electron: source('preload/electron.ts'),
        }),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: rendererFolder,
    // Relative, so that the same files serve under both origins.
    base: './',
    plugins: [svelte()],
    build: {
      // Electron 45 brings Chromium 150; the Chromium window needs one of the last two years.
      target: 'chrome130',
      outDir: 'out/renderer',
      emptyOutDir: true,
      // The polyfill is an inline script, which the Content-Security-Policy forbids.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: {
        input: { index: path.join(rendererFolder, 'index.html') },
        // That Svelte's compiler takes most of the time is no news.
        checks: { pluginTimings: false },
      },
    },
  },
});
