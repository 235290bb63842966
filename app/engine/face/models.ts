/** The face models of one lane, opened, checked and named by what they do. */
import path from 'node:path';
import type { BlazeFaceOutput } from '../../core/face-detection.ts';
import type { Normalisation } from '../../core/sampling.ts';
import type { ProviderName } from '../../core/vocabulary.ts';
import type { FaceEncoder, FaceManifest } from '../manifest.ts';
import { readModelFile } from '../model-file.ts';
import { openSession, type Session } from '../ort.ts';

export interface FaceModels {
  readonly encoder: FaceEncoder;
  readonly manifest: FaceManifest;
  readonly provider: ProviderName;
  /** @param tensor [1, 3, 256, 256] */
  detect(tensor: Float32Array): Promise<BlazeFaceOutput>;
  /** @param tensor [1, 3, 192, 192]; landmarks [1404], confidence 0..1 */
  findLandmarks(tensor: Float32Array): Promise<{ landmarks: Float32Array; confidence: number }>;
  /** One raw output vector for each of `count` aligned faces, not yet of unit length. */
  embed(model: string, tensor: Float32Array, count: number): Promise<Float32Array[]>;
  normalisation(model: string): Normalisation;
  /**
   * Memory for a model's input, the same again for every image: a lane works on one at a time,
   * and a fresh megabyte for each of them keeps the garbage collector busy.
   */
  inputBuffer(model: string, length: number): Float32Array;
  close(): Promise<void>;
}

export async function openFaceModels(
  modelsFolder: string,
  manifest: FaceManifest,
  encoder: FaceEncoder,
  provider: ProviderName,
): Promise<FaceModels> {
  const folder = path.join(modelsFolder, 'face');
  const sessions = new Map<string, Session>();
  const buffers = new Map<string, Float32Array>();
  const names = new Set([
    manifest.detector,
    manifest.landmarks,
    ...encoder.parts.map((p) => p.model),
  ]);
  // One after another: two sessions must never be made at once on a GPU.
  for (const name of names) {
    const file = manifest.files[name];
    sessions.set(name, await openSession(readModelFile(folder, file), file, provider));
  }
  const run = async (name: string, tensor: Float32Array, count: number) => {
    const session = sessions.get(name);
    if (!session) throw new Error(`Broken promise: the model ${name} is open`);
    return session.run(tensor, count);
  };
  return {
    encoder,
    manifest,
    provider,
    async detect(tensor) {
      const { scores16, boxes16, scores8, boxes8 } = await run(manifest.detector, tensor, 1);
      return { scores16, boxes16, scores8, boxes8 };
    },
    async findLandmarks(tensor) {
      const { landmarks, confidence } = await run(manifest.landmarks, tensor, 1);
      return { landmarks, confidence: confidence[0] };
    },
    async embed(model, tensor, count) {
      const { embedding } = await run(model, tensor, count);
      const length = embedding.length / count;
      return Array.from({ length: count }, (_, i) => embedding.slice(i * length, (i + 1) * length));
    },
    normalisation: (model) => manifest.files[model].normalisation,
    inputBuffer(model, length) {
      const known = buffers.get(model);
      if (known?.length === length) return known;
      const buffer = new Float32Array(length);
      buffers.set(model, buffer);
      return buffer;
    },
    async close() {
      for (const session of sessions.values()) await session.close();
    },
  };
}
