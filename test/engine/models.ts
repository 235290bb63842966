/** The shipped face models, and copies of their folder that a test may spoil. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

export const MODELS_FOLDER = path.join(import.meta.dirname, '../../models');

const files = z.object({ files: z.record(z.string(), z.object({ file: z.string() })) });

export const MANIFEST_TEXT = readFileSync(path.join(MODELS_FOLDER, 'face/manifest.json'), 'utf8');

const WEIGHTS = Object.values(files.parse(JSON.parse(MANIFEST_TEXT)).files).map(({ file }) => file);

export const haveWeights = WEIGHTS.every((file) =>
  existsSync(path.join(MODELS_FOLDER, 'face', file)),
);

if (!haveWeights) {
  console.warn('Tests of the models are skipped: fetch the weights with "npm run models".');
}

export interface ModelsCopy {
  /** To be given as the models folder. */
  readonly folder: string;
  manifest(text: string): void;
  /** Replaces the weights, which are a link to the shipped ones until then. */
  weights(name: string, change: (bytes: Buffer) => Buffer): void;
  removeWeights(name: string): void;
  remove(): void;
}

export function copyModels(): ModelsCopy {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-models-'));
  const at = (file: string) => path.join(folder, 'face', file);
  const original = (file: string) => path.join(MODELS_FOLDER, 'face', file);
  mkdirSync(at('weights'), { recursive: true });
  copyFileSync(original('manifest.json'), at('manifest.json'));
  for (const file of WEIGHTS) {
    if (existsSync(original(file))) symlinkSync(original(file), at(file));
  }
  const fileOf = (name: string) => at(`weights/${name}.onnx`);
  return {
    folder,
    manifest: (text) => writeFileSync(at('manifest.json'), text),
    weights(name, change) {
      const changed = change(readFileSync(fileOf(name)));
      rmSync(fileOf(name)); // The link, or the shipped file would be written to.
      writeFileSync(fileOf(name), changed);
    },
    removeWeights: (name) => rmSync(fileOf(name)),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
