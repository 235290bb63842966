/**
 * Where the time of an image goes, beside what the libraries alone need for it in the same run.
 *
 *   npm run bench [-- --folder DIR] [--count N] [--encoder standard]
 *
 * Without a folder it draws people. Everything runs on one core (Linux: pinned with taskset), so
 * that the sums can be compared. The floor of an image is sharp decoding it, plus ONNX Runtime
 * running each model once; everything above it is ours.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAudit } from './audit.ts';
import { collectImages } from './images.ts';
import { measureSearch } from './search.ts';
import { measureStages, type Stage } from './stages.ts';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    count: { type: 'string', default: '120' },
    encoder: { type: 'string', default: 'standard' },
  },
});

if (process.env.TWINMARK_BENCH_PINNED === undefined && existsSync('/usr/bin/taskset')) {
  const again = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const env = { ...process.env, TWINMARK_BENCH_PINNED: '1', ORT_DISABLE_TELEMETRY: '1' };
  const core = String(availableParallelism() - 1);
  const child = spawnSync('taskset', ['-c', core, ...again], { stdio: 'inherit', env });
  process.exit(child.status ?? 1);
}
process.env.ORT_DISABLE_TELEMETRY = '1';

const images = await collectImages(options.folder, Number(options.count));
console.log(`${images.paths.length} images (${images.what}), encoder ${options.encoder}, one core`);

const { stages, floorMs, oursMs } = await measureStages(images.paths, options.encoder);
console.log('\nstage                    ours ms   library ms   ratio');
for (const stage of stages) console.log(describeStage(stage));
console.log(describeStage({ name: 'whole image', oursMs, libraryMs: floorMs }));

const audit = await measureAudit(images.folder, images.paths.length, options.encoder);
const floorRate = 1000 / floorMs;
console.log(
  `\naudit on one lane        ${audit.perSecond.toFixed(1)} images/s; the floor implies ${floorRate.toFixed(1)}; ` +
    `${(floorRate / audit.perSecond).toFixed(2)}x the floor`,
);
console.log(
  `main thread during it    blocked for at most ${audit.longestBlockMs.toFixed(1)} ms ` +
    `(99.9 % under ${audit.p999BlockMs.toFixed(1)} ms)`,
);

const search = measureSearch();
console.log(
  `\n1:N search, ${search.references.toLocaleString('en-GB')} x ${search.dimensions}: ${search.oursMs.toFixed(2)} ms; ` +
    `reading the same memory ${search.memoryMs.toFixed(2)} ms; ${(search.oursMs / search.memoryMs).toFixed(1)}x`,
);
images.remove();

function describeStage({ name, oursMs: ours, libraryMs: library }: Stage): string {
  const numbers =
    library === undefined
      ? `${ours.toFixed(2).padStart(8)}            -       -`
      : `${ours.toFixed(2).padStart(8)}   ${library.toFixed(2).padStart(10)}   ${(ours / library).toFixed(2).padStart(5)}`;
  return `${name.padEnd(24)} ${numbers}`;
}
