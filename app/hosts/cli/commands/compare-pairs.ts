/** The batch form of compare: a list of pairs in, a list of distances out, in the same order. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { reasonText } from '../../../contract/reason-text.ts';
import type { ComparedPair, ComparedPairs, PairRates } from '../../../contract/results.ts';
import { AppError } from '../../../core/failure.ts';
import { readCsvRows } from '../../../services/csv-rows.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { checkFolder, checkWritable, readNamedText, writeWhole } from '../files.ts';
import { readCapture, readCommonOptions, type CaptureFlags, type RawOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { note, print, printJson } from '../terminal.ts';
import { count, describeReasons, percent } from '../words.ts';
import { required } from './usage.ts';

export interface ComparePairsOptions extends RawOptions, CaptureFlags {
  readonly pairs?: string;
  readonly root?: string;
  readonly out?: string;
  readonly embeddings?: string;
  readonly fmr?: number;
}

interface ListedPair {
  readonly probe: string;
  readonly reference: string;
  /** As written: it plays no part in what is decided. */
  readonly mated: string;
}

/** How lists say whether a pair is mated; any other word says nothing. */
export const MATED: Readonly<Record<string, boolean | undefined>> = {
  '1': true,
  true: true,
  yes: true,
  '0': false,
  false: false,
  no: false,
};

export async function comparePairs(
  argument: string | undefined,
  options: ComparePairsOptions,
): Promise<ExitCode> {
  if (argument !== undefined) {
    throw new AppError('bad-input', 'Expected either two images or --pairs but received both.');
  }
  const capture = readCapture(options);
  const root = await checkFolder(required(options.root, '--root with --pairs'), '--root');
  const list = required(options.pairs, '--pairs');
  const out = required(options.out, '--out with --pairs');
  const files = embeddingFiles(options.embeddings);
  refuseSameFiles([list, out, ...files]);
  await Promise.all([out, ...files].map((file) => checkWritable(file, 'the results')));
  const pairs = readPairs(await readNamedText(list, '--pairs'));

  return withSession(readCommonOptions(options, 'many'), async ({ work, call, grantFolder }) => {
    const compared = await work('comparison', () =>
      call('comparison.start', {
        folder: grantFolder(root),
        pairs: pairs.map(({ mated, ...pair }) => ({ ...pair, mated: MATED[mated.toLowerCase()] })),
        capture,
        targetRate: options.fmr,
        withEmbeddings: files.length > 0,
      }),
    );
    await writeWhole(out, resultsCsv(pairs, compared.pairs));
    if (compared.embeddings) await writeEmbeddings(files, compared.embeddings);
    const { embeddings: _, pairs: results, ...summary } = compared;
    if (options.json) printJson({ ...summary, pairs: results.length, ...outcomesOf(results) });
    else describe(compared);
    return EXIT.done;
  });
}

/** @throws AppError `bad-input` with the number of the line */
export function readPairs(text: string): ListedPair[] {
  const rows = readCsvRows(text, '--pairs');
  if (rows.length === 0) {
    throw new AppError('bad-input', 'Expected at least one pair in --pairs but received none.');
  }
  return rows.map((row, i) => {
    if (row.probe && row.reference) {
      return { probe: row.probe, reference: row.reference, mated: row.mated ?? '' };
    }
    throw new AppError(
      'bad-input',
      `Expected the columns probe and reference in --pairs but received none or an empty one in row ${i + 1}.`,
    );
  });
}

export function resultsCsv(
  listed: readonly ListedPair[],
  compared: readonly ComparedPair[],
): string {
  const records = compared.map(({ probe, reference, distance, outcome, reasons }, i) => ({
    probe,
    reference,
    mated: listed[i].mated,
    // Seven decimals: more than float32 embeddings carry.
    distance: distance === undefined ? '' : distance.toFixed(7),
    outcome,
    reason: reasons.map((reason) => `${reason.of}: ${reasonText([reason])}`).join('; '),
  }));
  const columns = ['probe', 'reference', 'mated', 'distance', 'outcome', 'reason'];
  return stringify(records, { header: true, columns });
}

/** `x.f32` and `x.csv`; none where they were not asked for. */
function embeddingFiles(file: string | undefined): string[] {
  if (file === undefined) return [];
  if (file.endsWith('.f32')) return [file, `${file.slice(0, -'.f32'.length)}.csv`];
  throw new AppError('bad-input', 'Expected a name that ends in .f32 for --embeddings.');
}

/** Results would be written over each other, or over the operator's own list. */
function refuseSameFiles(files: readonly string[]): void {
  if (new Set(files.map((file) => path.resolve(file))).size === files.length) return;
  throw new AppError(
    'bad-input',
    'Expected different names for --out, --embeddings and --pairs: the paths of the embeddings ' +
      'go to a .csv of the same name.',
  );
}

async function writeEmbeddings(
  [vectors, list]: readonly string[],
  { rows, paths }: NonNullable<ComparedPairs['embeddings']>,
): Promise<void> {
  // Little-endian float32, row after row: what every machine that this runs on has in memory.
  await writeWhole(vectors, new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
  const records = paths.map((each) => ({ path: each }));
  await writeWhole(list, stringify(records, { header: true, columns: ['path'] }));
}

function outcomesOf(pairs: readonly ComparedPair[]) {
  const number = (outcome: ComparedPair['outcome']) =>
    pairs.filter((pair) => pair.outcome === outcome).length;
  return {
    matches: number('match'),
    nonMatches: number('non-match'),
    failuresToAcquire: number('failure-to-acquire'),
  };
}

function describe(compared: ComparedPairs): void {
  const { pairs, images, failedImages, limit, rates, modelId, provider } = compared;
  const { matches, nonMatches, failuresToAcquire } = outcomesOf(pairs);
  for (const failed of failedImages) note(`${failed.path}: ${describeReasons(failed.reasons)}`);
  print(
    [
      `${count(pairs.length)} pairs of ${count(images)} images at threshold ${limit.threshold.toFixed(4)}: ` +
        `${count(matches)} match, ${count(nonMatches)} do not`,
      `failures to acquire: ${count(failedImages.length)} images (${percent(failedImages.length / images)}), ` +
        `${count(failuresToAcquire)} pairs`,
      ...(rates ? describeRates(rates) : []),
      `model ${modelId} on ${provider}`,
    ].join('\n'),
  );
}

function describeRates({ mated, nonMated, equalErrorRate, points }: PairRates): string[] {
  return [
    `${count(mated)} mated and ${count(nonMated)} non-mated pairs compared: EER ${percent(equalErrorRate)}`,
    ...points.map(
      ({ targetFmr, threshold, falseNonMatchRate }) =>
        `  FNMR ${percent(falseNonMatchRate)} at FMR ${percent(targetFmr)} (threshold ${threshold.toFixed(4)})`,
    ),
  ];
}
