/**
 * Measures an encoder on a labelled set - a folder a person - and writes the operating points that
 * the manifest ships with: every non-mated pair of the set, nearest rank, bounds by person.
 *
 *   node models/face/calibrate.ts --folders DIR --set NAME [--encoder standard] [--update-manifest]
 *
 * What it prints ends with a cross-check: thresholds from one half of the people, error rates on
 * the other half, both ways round.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { OperatingPoint } from '../../app/core/decision.ts';
import {
  countAtOrBelow,
  equalErrorRate,
  falseNonMatchRate,
  thresholdForFmr,
} from '../../app/core/error-rates.ts';
import { pairDistances } from '../../app/core/evaluation/pair-distances.ts';
import { allPairs } from '../../app/core/evaluation/pairs.ts';
import type { LabelledDistances } from '../../app/core/evaluation/person-bound.ts';
import { packReferences } from '../../app/core/features.ts';
import type { Embedding } from '../../app/core/vocabulary.ts';
import { openEngine, type Engine } from '../../app/engine/client.ts';
import { forEachAhead } from '../../app/services/ahead.ts';
import {
  describePoints,
  operatingPoints,
  percent,
  populationsOf,
  shippedPoints,
  type Distances,
} from '../operating-points.ts';
import { writeJson } from '../write-json.ts';

interface Labelled {
  readonly person: string;
  readonly path: string;
  readonly embedding: Embedding;
}

const { values: options } = parseArgs({
  options: {
    folders: { type: 'string' },
    set: { type: 'string', default: 'unnamed set' },
    encoder: { type: 'string', default: 'standard' },
    models: { type: 'string', default: path.join(import.meta.dirname, '..') },
    'update-manifest': { type: 'boolean', default: false },
  },
});

if (!options.folders) {
  console.error('Expected --folders DIR, a folder that holds one folder of images a person.');
  process.exit(64);
}
await calibrate(options.folders, options.models, options.encoder, options.set);

async function calibrate(folders: string, models: string, encoder: string, set: string) {
  const engine = await openEngine({ modelsFolder: models, encoder, provider: 'cpu', lanes: 0 });
  const { labelled, failures } = await embedAll(engine, folders);
  engine.close();
  const people = new Set(labelled.map(({ person }) => person)).size;
  const measured = measure(labelled);
  const all = populationsOf(measured);
  const { rate, threshold } = equalErrorRate(all.mated, all.nonMated);
  console.log(
    `${engine.facts.scales.face?.modelId} on ${set}: ${labelled.length} images, ${people} people`,
  );
  console.log(`failures to acquire: ${failures.length}`);
  for (const failure of failures) console.log(`  ${failure}`);
  console.log(`EER ${percent(rate)} at distance ${threshold.toFixed(3)}`);
  const points = operatingPoints(measured);
  console.log(describePoints(points));
  crossCheck(labelled);
  if (options['update-manifest']) {
    await updateManifest(models, encoder, set, people, shippedPoints(points));
  }
}

async function embedAll(engine: Engine, folders: string) {
  const names = (await readdir(folders, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folders, path.join(entry.parentPath, entry.name)))
    .sort();
  const labelled: Labelled[] = [];
  const failures: string[] = [];
  const analyse = (name: string) =>
    engine.analyse(
      { kind: 'file', path: path.join(folders, name) },
      { modality: 'face', face: 'main' },
    );
  await forEachAhead(names, engine.facts.lanes, analyse, (acquisition, name) => {
    const person = path.dirname(name);
    if (acquisition.outcome === 'acquired') {
      if (acquisition.sample.modality !== 'face') return;
      labelled.push({ person, path: name, embedding: acquisition.sample.features });
    } else {
      failures.push(`${name}: ${acquisition.reasons.map(({ problem }) => problem).join(', ')}`);
    }
  });
  return { labelled, failures };
}

/** Every unordered pair. */
function measure(labelled: readonly Labelled[]): LabelledDistances {
  const features = labelled.map(({ embedding }) => embedding);
  const captures = packReferences('face', features);
  if (captures.modality !== 'face') throw new Error('Broken promise: faces are packed as faces');
  const pairs = allPairs(labelled.length);
  const names = [...new Set(labelled.map(({ person }) => person))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const people = Uint32Array.from(labelled, ({ person }) => numbers.get(person) ?? 0);
  return { pairs, labels: people, people, distances: pairDistances(captures, pairs) };
}

function distancesOf(labelled: readonly Labelled[]): Distances {
  return populationsOf(measure(labelled));
}

/** People are split by their place in the sorted list, so that both halves look alike. */
function crossCheck(labelled: readonly Labelled[]): void {
  const people = [...new Set(labelled.map(({ person }) => person))];
  const half = (parity: number) => {
    const members = new Set(people.filter((_, i) => i % 2 === parity));
    return distancesOf(labelled.filter(({ person }) => members.has(person)));
  };
  const halves = [half(0), half(1)];
  console.log('cross-check: threshold from one half of the people, rates on the other');
  for (const target of [1e-2, 1e-3, 1e-4]) {
    for (const [from, to] of [halves, halves.toReversed()]) {
      const threshold = thresholdForFmr(from.nonMated, target);
      if (threshold === undefined) continue;
      const falseMatches = countAtOrBelow(to.nonMated, threshold);
      const fmr = falseMatches / to.nonMated.length;
      console.log(
        `  target ${target}: FMR ${fmr.toExponential(2)} (${falseMatches} of ${to.nonMated.length}), ` +
          `FNMR ${percent(falseNonMatchRate(to.mated, threshold))} of ${to.mated.length}`,
      );
    }
  }
}

async function updateManifest(
  models: string,
  encoder: string,
  set: string,
  people: number,
  points: readonly OperatingPoint[],
): Promise<void> {
  const file = path.join(models, 'face', 'manifest.json');
  // Only the calibration is replaced; the engine has just checked the rest.
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    encoders: Record<string, { calibration: unknown }>;
  };
  const measuredOn = new Date().toISOString().slice(0, 10);
  manifest.encoders[encoder].calibration = {
    id: `${encoder}-${measuredOn}`,
    set: `${set}, ${people} people`,
    protocol: 'all pairs of images of different people, main face, nearest rank, bounds by person',
    measuredOn,
    points,
  };
  await writeJson(file, manifest);
  console.log(`wrote ${points.length} operating points`);
}
