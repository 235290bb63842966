/** Which models there are, by their manifests; and whether their files can be used. */
import path from 'node:path';
import { AppError } from '../core/failure.ts';
import type { Modality } from '../core/vocabulary.ts';
import { readFingerprintManifest } from './fingerprint/manifest.ts';
import type { DescribedModels } from './lanes/messages.ts';
import { findEncoder, readFaceManifest } from './manifest.ts';
import type { ModelFile } from './manifest-parts.ts';
import { readModelFile } from './model-file.ts';
import type { EngineSettings, ModelFacts } from './protocol.ts';

/** The manifests that are there; one that is there and wrong is told at once. */
export function describeModels({ modelsFolder, encoder }: EngineSettings): DescribedModels {
  const face = unlessMissing(() => readFaceManifest(modelsFolder));
  const fingerprint = unlessMissing(() => readFingerprintManifest(modelsFolder));
  return {
    ...(face ? { face: { manifest: face, encoder: findEncoder(face, encoder) } } : {}),
    ...(fingerprint ? { fingerprint: { manifest: fingerprint } } : {}),
  };
}

function unlessMissing<Manifest>(read: () => Manifest): Manifest | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-missing') return undefined;
    throw thrown;
  }
}

/** Reads every file of a modality, so that a missing or wrong one is told without an image. */
export function checkModels(settings: EngineSettings, modality: Modality): ModelFacts[] {
  const folder = path.join(settings.modelsFolder, modality);
  return modelFiles(settings, modality).map(([name, model]) => {
    const { file, sha256, bytes, licence } = model;
    readModelFile(folder, model);
    return { name, file: path.basename(file), sha256, bytes, licence };
  });
}

function modelFiles(
  { modelsFolder, encoder }: EngineSettings,
  modality: Modality,
): (readonly [name: string, file: ModelFile])[] {
  if (modality === 'fingerprint')
    return Object.entries(readFingerprintManifest(modelsFolder).files);
  const { files, detector, landmarks, ...manifest } = readFaceManifest(modelsFolder);
  const { parts } = findEncoder({ files, detector, landmarks, ...manifest }, encoder);
  const names = [detector, landmarks, ...parts.map(({ model }) => model)];
  return names.map((name) => [name, files[name]]);
}
