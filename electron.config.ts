/**
 * What is built, and from where: the command line and the engine's process and lanes. The desktop
 * app's main process, preloads and renderer join them here.
 */
import path from 'node:path';
import { defineConfig } from 'electron-vite';

const source = (file: string) => path.join(import.meta.dirname, 'app', file);

export default defineConfig({
  main: {
    build: {
      // Electron 45 and the `node` devDependency are both Node 24.
      target: 'node24',
      externalizeDeps: true,
      outDir: 'out/main',
      rollupOptions: {
        input: {
          cli: source('hosts/cli/main.ts'),
          // Names that engine/entry.ts looks for beside itself.
          'engine-process': source('engine/process.ts'),
          'engine-lanes-lane': source('engine/lanes/lane.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // All in one folder: entry.ts finds the engine beside the chunk that it ends up in.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
});
