/**
 * Where the time of an image goes, beside what the libraries alone need for it in the same run.
 *
 *   npm run bench [-- --folder DIR] [--count N] [--encoder standard]
 *
 * Without a folder it draws people. Speed is measured on one core (Linux: pinned with taskset), so
 * that the sums can be compared. The floor of an image is sharp decoding it, plus ONNX Runtime
 * running each model once; everything above it is ours.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAudit } from './audit.ts';
import { measureEvaluation } from './evaluation.ts';
import { measureEvaluationReport } from './evaluation-report.ts';
import { measurePrintSearch, measurePrintStages } from './fingerprints.ts';
import { auditedFolder, imagesOf, makeBenchFolder, removeBenchFolder } from './images.ts';
import { measureSearch } from './search.ts';
import { measureStages, type Stage } from './stages.ts';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    count: { type: 'string', default: '48' },
    encoder: { type: 'string', default: 'standard' },
  },
});

process.env.ORT_DISABLE_TELEMETRY = '1';
const bench = process.env.TWINMARK_BENCH_FOLDER;
if (bench === undefined) await runParts();
else if (process.env.TWINMARK_BENCH_PART === 'speed') await showSpeed(bench);
else if (process.env.TWINMARK_BENCH_PART === 'fingerprints') await showFingerprints();
else if (process.env.TWINMARK_BENCH_PART === 'evaluation') showEvaluation();
else if (process.env.TWINMARK_BENCH_PART === 'report') await showReport();
else await showResponsiveness(bench);

/** Speed is measured on one core; whether the main thread stays free, with all of them. */
async function runParts(): Promise<void> {
  const folder = await makeBenchFolder(options.folder, Number(options.count));
  const again = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const run = (name: string, [command, ...args]: readonly string[]) => {
    const names = { TWINMARK_BENCH_PART: name, TWINMARK_BENCH_FOLDER: folder };
    const { status } = spawnSync(command, args, {
      stdio: 'inherit',
      env: { ...process.env, ...names },
    });
    if (status !== 0) process.exitCode = 1;
  };
  const pinned = ['taskset', '-c', String(availableParallelism() - 1)];
  const onOneCore = existsSync('/usr/bin/taskset') ? [...pinned, ...again] : again;
  run('speed', onOneCore);
  run('fingerprints', onOneCore);
  run('evaluation', onOneCore);
  run('report', again);
  run('responsiveness', again);
  removeBenchFolder(folder);
}

async function showSpeed(folder: string): Promise<void> {
  const images = imagesOf(folder);
  const what = options.folder === undefined ? 'drawn, 480 x 480 JPEG' : 'of a folder';
  console.log(`${images.length} images (${what}), encoder ${options.encoder}, one core`);

  const { stages, floorMs, oursMs } = await measureStages(images, options.encoder);
  console.log('\nstage                    ours ms   library ms   ratio');
  for (const stage of stages) console.log(describeStage(stage));
  console.log(describeStage({ name: 'whole image', oursMs, libraryMs: floorMs }));

  const audit = await measureAudit(auditedFolder(folder), options.encoder, 1);
  const floorRate = 1000 / floorMs;
  console.log(
    `\naudit on one lane        ${audit.perSecond.toFixed(1)} images/s; the floor implies ` +
      `${floorRate.toFixed(1)}; ${(floorRate / audit.perSecond).toFixed(2)}x the floor`,
  );

  const { references, dimensions, oursMs: searchMs, memoryMs } = measureSearch();
  console.log(
    `1:N search               ${references.toLocaleString('en-GB')} x ${dimensions} in ` +
      `${searchMs.toFixed(2)} ms; reading the same memory ${memoryMs.toFixed(2)} ms; ` +
      `${(searchMs / memoryMs).toFixed(1)}x`,
  );
}

async function showFingerprints(): Promise<void> {
  console.log('\nfingerprints, drawn, 500 dpi, one core');
  console.log('stage                    ours ms   library ms   ratio');
  const { stages, pairMs } = await measurePrintStages();
  for (const stage of stages) console.log(describeStage(stage));
  console.log(`comparison of a pair     ${pairMs.toFixed(3)} ms`);
  const { fingers, anchors, indexMs, oursMs, memoryMs } = measurePrintSearch();
  console.log(
    `1:N search, exact        ${fingers.toLocaleString('en-GB')} fingers x ${anchors} anchors in ` +
      `${oursMs.toFixed(0)} ms; reading the same memory ${memoryMs.toFixed(1)} ms; ` +
      `${(oursMs / memoryMs).toFixed(0)}x; preparing them once ${indexMs.toFixed(0)} ms`,
  );
}

function showEvaluation(): void {
  for (const dimensions of [128, 192]) {
    const { comparisons, steps } = measureEvaluation(dimensions);
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
    const parts = steps.map(({ name, ms }) => `${name} ${seconds(ms)}`).join(', ');
    console.log(
      `evaluation               ${comparisons.toLocaleString('en-GB')} comparisons x ${dimensions} ` +
        `in ${seconds(steps.reduce((sum, { ms }) => sum + ms, 0))} (${parts}); ` +
        `at most ${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB`,
    );
  }
}

async function showReport(): Promise<void> {
  const { comparisons, seconds, peakBytes } = await measureEvaluationReport();
  console.log(
    `twinmark evaluate        ${comparisons.toLocaleString('en-GB')} comparisons of remembered faces and their ` +
      `report in ${seconds.toFixed(1)} s, all cores; all processes together at most ` +
      `${(peakBytes / 1e9).toFixed(2)} GB`,
  );
}

async function showResponsiveness(folder: string): Promise<void> {
  const lanes = Math.max(1, availableParallelism() - 1);
  const audited = auditedFolder(folder);
  const { perSecond, longestBlockMs } = await measureAudit(audited, options.encoder, lanes);
  console.log(
    `main thread              blocked for at most ${longestBlockMs.toFixed(1)} ms in an audit of ` +
      `${perSecond.toFixed(1)} images/s with ${lanes} lane${lanes === 1 ? '' : 's'}, all cores`,
  );
}

function describeStage({ name, oursMs: ours, libraryMs: library }: Stage): string {
  const numbers =
    library === undefined
      ? `${ours.toFixed(2).padStart(8)}            -       -`
      : `${ours.toFixed(2).padStart(8)}   ${library.toFixed(2).padStart(10)}   ${(ours / library).toFixed(2).padStart(5)}`;
  return `${name.padEnd(24)} ${numbers}`;
}
