/** `twinmark evaluate` from prints that nobody's finger made to the files of its report. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationSummary } from '../../app/contract/evaluation.ts';
import { drawnPrintBmp } from '../fixtures/drawn-finger.ts';
import { PRINTS } from './prints.ts';
import { answer, ONE_LANE, openWorkplace, type Workplace } from './workplace.ts';

const MINUTES = 600_000;
const FINGERS = [1, 2, 3, 4];
const IMPRESSIONS = [1, 2, 3];
const BY_NAME = ['--pattern', '{finger}_{impression}', ...PRINTS] as const;
const REPORT = [
  'report.html',
  'report.json',
  'operating-points.csv',
  'run.json',
  'comparisons.csv',
] as const;
/** All but the facts of the run. */
const SAME = REPORT.filter((name) => name !== 'run.json');

type Answer = EvaluationSummary & { readonly reports: readonly string[] };

describe('twinmark evaluate', { timeout: MINUTES }, () => {
  let place: Workplace;
  const evaluate = (...args: string[]) => place.run('evaluate', ...args);
  const reports = (folder: string) => SAME.map((name) => place.readText(`${folder}/${name}`));
  const cached = () => {
    const folder = path.join(place.home, 'cache');
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'last-pruned')
      .map((entry) => path.join(entry.parentPath, entry.name));
  };

  beforeAll(() => {
    place = openWorkplace();
    for (const person of FINGERS) {
      for (const impression of IMPRESSIONS) {
        const bytes = drawnPrintBmp({ person, impression, quality: 'good' });
        place.write(`prints/${person}_${impression}.bmp`, bytes);
      }
    }
    const [cut] = [drawnPrintBmp({ person: 1 }).subarray(0, 5_000)];
    place.write('prints/4_4.bmp', cut);
    place.write('pairs.csv', 'probe,reference,mated\n1_1.bmp,1_2.bmp,1\n1_1.bmp,2_1.bmp,0\n');
    place.write('silent.csv', 'probe,reference\n1_1.bmp,1_2.bmp\n');
  }, MINUTES);
  afterAll(() => place?.remove());

  test('measures, and writes a report whose numbers a naive count confirms', async () => {
    const ended = await evaluate('prints', ...BY_NAME, '--out', 'one', '--json', ...ONE_LANE);
    expect(ended.code, ended.stderr).toBe(0);
    const { facts, run, reports: files } = answer<Answer>(ended);
    expect(files).toEqual(REPORT.map((name) => path.join('one', name)));
    expect(facts).toMatchObject({
      set: 'prints',
      modality: 'fingerprint',
      captures: 13,
      labels: 4,
      failuresToAcquire: 1,
      failedComparisons: { mated: 3, nonMated: 9 },
      mated: 4 * 3,
      nonMated: (12 * 11) / 2 - 4 * 3,
    });
    expect(run).toMatchObject({ provider: 'cpu', lanes: 1, cached: 0, analysed: 13 });

    const rows = parse<Record<'mated' | 'distance' | 'reason' | 'probe', string>>(
      place.readText('one/comparisons.csv'),
      { columns: true },
    );
    expect(rows).toHaveLength((13 * 12) / 2);
    const of = (truth: string) =>
      rows
        .filter((row) => row.mated === truth && row.distance !== '')
        .map((row) => Number(row.distance));
    const [mated, nonMated] = [of('1'), of('0')];
    for (const { point } of facts.targets) {
      if (!point) throw new Error('Expected a point for every target.');
      const matches = nonMated.filter((distance) => distance <= point.threshold).length;
      const misses = mated.filter((distance) => distance > point.threshold).length;
      expect([matches, misses / mated.length]).toEqual([
        point.falseMatches,
        point.falseNonMatchRate,
      ]);
    }
    expect(rows.filter(({ reason }) => reason.includes('damaged-image'))).toHaveLength(12);
    expect(place.readText('one/report.html')).toContain('4_4.bmp');
  });

  test('takes the distances that decisions take', async () => {
    const ended = await place.run(
      ...['compare', '--pairs', 'pairs.csv', '--root', 'prints', '--out', 'out.csv'],
      ...PRINTS,
      ...ONE_LANE,
    );
    expect(ended.code).toBe(0);
    const listed = await evaluate(
      ...['--pairs', 'pairs.csv', '--root', 'prints', '--out', 'listed'],
      ...PRINTS,
      ...ONE_LANE,
    );
    expect(listed.code, listed.stderr).toBe(0);
    const distances = (file: string) =>
      parse<{ distance: string }>(place.readText(file), { columns: true }).map((row) =>
        Number(row.distance).toFixed(7),
      );
    expect(distances('listed/comparisons.csv')).toEqual(distances('out.csv'));
  });

  test('remembers features for its user alone; once more, with more lanes, gives the same bytes', async () => {
    // Of the image that is cut off there is nothing to remember.
    expect(cached()).toHaveLength(12);
    for (const file of cached()) expect(statSync(file).mode & 0o077, file).toBe(0);
    const ended = await evaluate('prints', ...BY_NAME, '--out', 'two', '--lanes', '2', '--json');
    expect(ended.code).toBe(0);
    expect(answer<Answer>(ended).run).toMatchObject({ cached: 12, analysed: 1 });
    expect(reports('two')).toEqual(reports('one'));
  });

  test('without the cache as well, and clears it where asked to', async () => {
    const cleared = await evaluate('--clear-cache', '--json');
    expect(answer(cleared)).toMatchObject({ entries: 12 });
    expect(cached()).toEqual([]);
    const ended = await evaluate(
      ...['--folders', 'prints', ...BY_NAME, '--out', 'three', '--no-cache'],
      ...['--provider', 'cpu', '--set', 'prints'],
    );
    expect(ended.code, ended.stderr).toBe(0);
    expect(reports('three')).toEqual(reports('one'));
    expect(cached()).toEqual([]);
    expect(ended.stdout).toContain('12 mated and 54 non-mated comparisons');
    expect(ended.stdout).toContain('failures to acquire: 1 captures (7.69 %)');
    expect(ended.stdout).toMatch(
      /^T threshold \d\.\d{4} {3}U untuned 0\.5500 {3}M margin 1\.1000$/m,
    );
  });

  test('an assertion that does not hold ends in 1, one that is none in 64', async () => {
    const pairs = [
      '--pairs',
      'pairs.csv',
      '--root',
      'prints',
      '--no-cache',
      ...PRINTS,
      ...ONE_LANE,
    ];
    const held = await evaluate(...pairs, '--assert', 'eer <= 0', '--assert', 'fta<=0');
    expect(held.code, held.stderr).toBe(0);
    const failed = await evaluate(...pairs, '--assert', 'eer > 0', '--json');
    expect(failed.code).toBe(1);
    expect(answer<Answer>(failed).assertions).toEqual([
      { text: 'eer > 0', value: 0, holds: false },
    ]);
    expect(failed.stderr).toContain('does not hold: eer > 0');
    const none = await evaluate(...pairs, '--assert', 'eer at most 0');
    expect(none).toMatchObject({ code: 64, stdout: '' });
    expect(none.stderr).toContain('fnmr@fmr=1e-3 <= 0.05');
  });

  test.each([
    ['nothing', [], 'one folder of captures'],
    ['two folders', ['prints', '--folders', '.'], 'received several'],
    ['a folder that does not exist', ['nowhere'], 'does not exist: nowhere'],
    [
      'a list and a pattern',
      ['--pairs', 'pairs.csv', '--root', 'prints', '--pattern', '{finger}_*'],
      '--pattern but received both',
    ],
    [
      'a list that says nothing of the truth',
      ['--pairs', 'silent.csv', '--root', 'prints'],
      '1 or 0 in the column mated',
    ],
    [
      'a pattern that says nobody',
      ['prints', '--pattern', '{number}'],
      '{person}, {finger} or both',
    ],
    ['captures without labels', ['prints'], 'two labelled captures'],
    [
      'searches of a list',
      ['--pairs', 'pairs.csv', '--root', 'prints', '--assert', 'rank1>0'],
      'all pairs',
    ],
    [
      'a slice that is no field',
      ['prints', '--pattern', '{finger}_{impression}', '--slice', 'sensor'],
      'finger, impression',
    ],
    ['a protocol of its own', ['prints', '--protocol', 'mine'], 'all or fvc'],
  ])('%s is refused, with what to do', async (_, args, told) => {
    const ended = await evaluate(...args, ...PRINTS, ...ONE_LANE);
    expect(ended).toMatchObject({ code: 64, stdout: '' });
    expect(ended.stderr).toContain(told);
  });
});
