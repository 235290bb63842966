/**
 * Measures the fingerprint encoder on labelled sets - folders of FINGER_IMPRESSION images - and
 * writes the operating points that the manifest ships with: every non-mated pair within a set,
 * the sets pooled, nearest rank, bounds by person. Of PERSON_FINGER_IMPRESSION images the person is
 * known; else every finger counts as one.
 *
 *   node models/fingerprint/calibrate.ts --set DIR@DPI [--set ...] [--leave-out FILE]
 *     --name NAME [--update-manifest]
 *
 * It also tells what the field asks of an enrolment: the error rates of each set by single
 * impressions, and with the first four impressions of a finger enrolled and the others probing.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { FingerprintScale } from '../../app/core/decision.ts';
import {
  countAtOrBelow,
  equalErrorRate,
  falseNonMatchRate,
  thresholdForFmr,
} from '../../app/core/error-rates.ts';
import { unpackAnchors } from '../../app/core/fingerprint/anchor-template.ts';
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
import {
  ENROLLED,
  enrolFingers,
  pooled,
  singleImpressions,
  type Print,
} from './print-distances.ts';

interface Measured {
  readonly name: string;
  readonly images: number;
  readonly failures: readonly string[];
  readonly prints: readonly Print[];
}

const { values: options } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    'leave-out': { type: 'string' },
    name: { type: 'string', default: 'unnamed sets' },
    models: { type: 'string', default: path.join(import.meta.dirname, '..') },
    'update-manifest': { type: 'boolean', default: false },
  },
});

if (options.set.length === 0) {
  console.error('Expected --set DIR@DPI, a folder of FINGER_IMPRESSION images.');
  process.exit(64);
}
await calibrate(options.models, options.set, options.name);

async function calibrate(models: string, sets: readonly string[], name: string): Promise<void> {
  const settings = {
    modelsFolder: models,
    encoder: 'standard',
    provider: 'cpu',
    lanes: 0,
  } as const;
  const engine = await openEngine(settings);
  const scale = engine.facts.scales.fingerprint;
  if (scale === undefined) throw new Error('Expected a fingerprint manifest but found none.');
  const leftOut = await namesIn(options['leave-out']);
  const measured: Measured[] = [];
  for (const set of sets) measured.push(await analyseSet(engine, set, leftOut));
  engine.close();
  console.log(scale.modelId);
  const parts = measured.map((set) => {
    const distances = singleImpressions(set.prints, scale);
    report(set, populationsOf(distances), scale);
    return distances;
  });
  const pool = pooled(parts);
  const all = populationsOf(pool);
  const points = operatingPoints(pool);
  console.log(`all sets: ${all.mated.length} mated, ${all.nonMated.length} non-mated pairs`);
  console.log(describePoints(points));
  crossCheck(measured, scale);
  if (!options['update-manifest']) return;
  const fingers = measured.flatMap(({ prints }) => [...new Set(prints.map((p) => p.finger))]);
  const facts = { set: `${name}, ${fingers.length} fingers`, points: shippedPoints(points) };
  await updateManifest(models, scale, facts);
}

async function namesIn(file: string | undefined): Promise<ReadonlySet<string>> {
  return new Set(file ? (await readFile(file, 'utf8')).split(/\s+/) : []);
}

async function analyseSet(
  engine: Engine,
  set: string,
  leftOut: ReadonlySet<string>,
): Promise<Measured> {
  const [folder, dpi = '500'] = set.split('@');
  const names = (await readdir(folder))
    .filter((name) => /\.(png|bmp|tiff?|wsq|pgm|jp2|jpe?g)$/i.test(name))
    .filter((name) => !leftOut.has(path.parse(name).name))
    .sort();
  const prints: Print[] = [];
  const failures: string[] = [];
  const analyse = (name: string) =>
    engine.analyse(
      { kind: 'file', path: path.join(folder, name) },
      { modality: 'fingerprint', dpi: Number(dpi) },
    );
  await forEachAhead(names, engine.facts.lanes, analyse, (acquisition, name) => {
    if (acquisition.outcome === 'acquired') {
      if (acquisition.sample.modality !== 'fingerprint') return;
      const finger = path.parse(name).name.replace(/_[^_]*$/, '');
      const [person] = finger.split('_');
      prints.push({ person, finger, anchors: unpackAnchors(acquisition.sample.features) });
    } else {
      failures.push(`${name}: ${acquisition.reasons.map(({ problem }) => problem).join(', ')}`);
    }
  });
  return { name: path.basename(folder), images: names.length, failures, prints };
}

/** Thresholds from one half of each set's fingers, error rates on the other, both ways round. */
function crossCheck(sets: readonly Measured[], scale: FingerprintScale): void {
  const half = (parity: number): Distances => {
    const parts = sets.map(({ prints }) => {
      const fingers = [...new Set(prints.map(({ finger }) => finger))];
      const members = new Set(fingers.filter((_, i) => i % 2 === parity));
      return singleImpressions(
        prints.filter(({ finger }) => members.has(finger)),
        scale,
      );
    });
    return populationsOf(pooled(parts));
  };
  const halves = [half(0), half(1)];
  console.log('cross-check: threshold from one half of the fingers, rates on the other');
  for (const target of [1e-2, 1e-3]) {
    for (const [from, to] of [halves, halves.toReversed()]) {
      const threshold = thresholdForFmr(from.nonMated, target);
      if (threshold === undefined) continue;
      const falseMatches = countAtOrBelow(to.nonMated, threshold);
      console.log(
        `  target ${target}: FMR ${(falseMatches / to.nonMated.length).toExponential(2)} ` +
          `(${falseMatches} of ${to.nonMated.length}), ` +
          `FNMR ${percent(falseNonMatchRate(to.mated, threshold))} of ${to.mated.length}`,
      );
    }
  }
}

function report(set: Measured, single: Distances, scale: FingerprintScale): void {
  console.log(`${set.name}: ${set.images} images, failures to acquire: ${set.failures.length}`);
  for (const failure of set.failures) console.log(`  ${failure}`);
  console.log(`  single impressions: ${ratesOf(single)}`);
  const { each, smallest } = enrolFingers(set.prints, scale);
  console.log(
    `  first ${ENROLLED} enrolled, others probe, one reference at a time: ${ratesOf(each)}`,
  );
  console.log(
    `  first ${ENROLLED} enrolled, others probe, smallest distance: ${ratesOf(smallest)}`,
  );
}

function ratesOf(distances: Distances): string {
  const { mated, nonMated } = distances;
  const { rate } = equalErrorRate(mated, nonMated);
  const at = [1e-2, 1e-3].map((target) => {
    const threshold = thresholdForFmr(nonMated, target);
    // Fewer comparisons than that can't show the rate.
    if (threshold === undefined || nonMated.length * target < 1)
      return `FNMR not measurable at FMR ${target}`;
    return `FNMR ${percent(falseNonMatchRate(mated, threshold))} at FMR ${target}`;
  });
  const counts = `${mated.length} mated, ${nonMated.length} non-mated`;
  return `EER ${percent(rate)}, ${at.join(', ')} (${counts})`;
}

async function updateManifest(
  models: string,
  scale: FingerprintScale,
  facts: { readonly set: string; readonly points: readonly unknown[] },
): Promise<void> {
  const file = path.join(models, 'fingerprint', 'manifest.json');
  // Only the calibration is replaced; the engine has just checked the rest.
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    encoders: { standard: { calibration: unknown } };
  };
  const measuredOn = new Date().toISOString().slice(0, 10);
  manifest.encoders.standard.calibration = {
    id: `${scale.modelId}-${measuredOn}`,
    set: facts.set,
    protocol:
      'all pairs of impressions of different fingers within a set, sets pooled, nearest rank, ' +
      'bounds by person',
    measuredOn,
    points: facts.points,
  };
  await writeJson(file, manifest);
  console.log(`wrote ${facts.points.length} operating points`);
}
