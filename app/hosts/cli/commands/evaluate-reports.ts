/** The files of an evaluation's report. */
import { open, rename, rm } from 'node:fs/promises';
import { cpus, platform, release, totalmem } from 'node:os';
import path from 'node:path';
import type { EvaluationSummary } from '../../../contract/evaluation.ts';
import { programVersion } from '../../places.ts';
import { writeWhole } from '../files.ts';
import type { Session } from '../session.ts';
import { note } from '../terminal.ts';
import { count } from '../words.ts';
import type { EvaluateOptions } from './evaluate-source.ts';

const REPORTS = [
  ['report.html', 'html'],
  ['report.json', 'json'],
  ['operating-points.csv', 'csv'],
] as const;

/** More would be hundreds of megabytes that few want: they are written where asked for. */
const USUAL_COMPARISONS = 1_000_000;
const ROWS_AT_ONCE = 100_000;

/** Names of the files, as seen from where the program runs. */
export async function writeEvaluation(
  folder: string,
  { evaluationId, facts, run }: EvaluationSummary,
  { call }: Session,
  { thumbnails, allComparisons }: EvaluateOptions,
): Promise<string[]> {
  const file = (name: string) => path.join(folder, name);
  for (const [name, format] of REPORTS) {
    const asked = { evaluationId, format, thumbnails: thumbnails && format === 'html' };
    await writeWhole(file(name), (await call('evaluation.report', asked)).text);
  }
  await writeWhole(
    file('run.json'),
    `${JSON.stringify({ ...run, machine: machine() }, undefined, 1)}\n`,
  );
  const written = [...REPORTS.map(([name]) => name), 'run.json'];
  const { mated, nonMated } = facts.failedComparisons;
  const comparisons = facts.mated + facts.nonMated + mated + nonMated;
  if (allComparisons || comparisons <= USUAL_COMPARISONS) {
    await writeComparisons(file('comparisons.csv'), evaluationId, call);
    written.push('comparisons.csv');
  } else {
    await rm(file('comparisons.csv'), { force: true }); // Of an earlier evaluation.
    note(
      `note: comparisons.csv would have ${count(comparisons)} rows and was left out; ` +
        '--all-comparisons writes it.',
    );
  }
  return written.map((name) => path.relative(process.cwd(), file(name)) || name);
}

/** Page by page: it may be longer than any text can be. */
async function writeComparisons(
  file: string,
  evaluationId: string,
  call: Session['call'],
): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  const handle = await open(temporary, 'w');
  try {
    for (let offset = 0; ; offset += ROWS_AT_ONCE) {
      const asked = { evaluationId, offset, limit: ROWS_AT_ONCE };
      const page = await call('evaluation.comparisons', asked);
      await handle.writeFile(page.text);
      if (offset + page.rows >= page.total) break;
    }
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** What speed depends on; in no report. */
function machine() {
  const [processor] = cpus();
  return {
    program: programVersion,
    node: process.versions.node,
    system: `${platform()} ${release()} ${process.arch}`,
    processor: processor?.model,
    processors: cpus().length,
    memoryBytes: totalmem(),
  };
}
