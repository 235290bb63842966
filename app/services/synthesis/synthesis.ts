/** Makes synthetic people: a folder a person, a file a capture, as an audit reads them. */
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  MOST_SYNTHETIC,
  type PrintFormat,
  type SynthesisReport,
  type SyntheticCapture,
} from '../../contract/synthesis.ts';
import { AppError } from '../../core/failure.ts';
import type { PrintQuality } from '../../core/synthesis/capture-conditions.ts';
import { SENSOR_DPI, SENSORS, type SensorName } from '../../core/synthesis/sensor.ts';
import {
  planCrowd,
  type CrowdSize,
  type PlannedFinger,
} from '../../core/synthesis/synthetic-people.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { createPrintMaker, type PrintMaker } from './print-maker.ts';

export interface SynthesisRequest extends CrowdSize {
  readonly folder: string;
  readonly seed: number;
  readonly quality: PrintQuality;
  readonly sensor: SensorName;
  readonly format: PrintFormat;
  readonly force: boolean;
}

/** @throws AppError `conflict` where files would be replaced, `bad-input` where none can be written */
export async function synthesise(
  request: SynthesisRequest,
  { signal, progress }: JobContext,
): Promise<SynthesisReport> {
  const total = request.people * request.fingers * request.impressions;
  if (total > MOST_SYNTHETIC.prints) throw tooMany(total);
  const plan = planCrowd(request);
  if (!request.force) await refuseToReplace(request, plan);
  const captures: SyntheticCapture[] = [];
  progress('making prints', 0, total);
  const maker = createPrintMaker();
  try {
    for (const finger of plan) {
      for await (const capture of makeFinger(maker, request, finger, signal)) {
        captures.push(capture);
        progress('making prints', captures.length, total);
      }
    }
  } finally {
    maker.close();
  }
  const { seed, quality, sensor, format, people } = request;
  const { width, height } = SENSORS[sensor];
  return { seed, quality, sensor, format, dpi: SENSOR_DPI, width, height, people, captures };
}

async function* makeFinger(
  maker: PrintMaker,
  { seed, quality, sensor, format, folder }: SynthesisRequest,
  { number, person, finger, impressions }: PlannedFinger,
  signal: AbortSignal,
): AsyncGenerator<SyntheticCapture> {
  const key = { seed, person: number, finger };
  for (const { impression, name } of impressions) {
    throwIfCancelled(signal);
    const asked = { key, impression: { impression, quality, sensor }, format };
    const { bytes, conditions, pattern } = await maker.make(asked);
    throwIfCancelled(signal);
    const relative = `${person}/${name}.${format}`;
    await writeWhole(path.join(folder, relative), bytes);
    const { pose, distortionPx, moisture } = conditions;
    yield { path: relative, person, finger, impression, pattern, pose, distortionPx, moisture };
  }
}

/** Before the first file is written. */
async function refuseToReplace(
  { folder, format }: SynthesisRequest,
  plan: readonly PlannedFinger[],
): Promise<void> {
  for (const { person, impressions } of plan) {
    for (const { name } of impressions) {
      if (!(await exists(path.join(folder, person, `${name}.${format}`)))) continue;
      throw new AppError(
        'conflict',
        'Expected none of the new files in the folder but received some that are there already: ' +
          'choose another folder, or have them replaced with --force.',
      );
    }
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw unwritable(cause);
  }
}

/** Whole or not at all. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  // The same name in every run: what a killed run left is replaced by the next one.
  const temporary = `${file}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(cause);
  }
}

function tooMany(total: number): AppError {
  return new AppError(
    'bad-input',
    `Expected at most ${MOST_SYNTHETIC.prints} prints but received ${total}: ask for fewer people, ` +
      'fingers or impressions.',
  );
}

function unwritable(cause: unknown): AppError {
  return new AppError(
    'bad-input',
    `Expected a folder that can be written for the prints but received one that can't (${codeOf(cause)}).`,
    { cause },
  );
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
