/** Error rates of lists of prints. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PairRates } from '../../app/contract/results.ts';
import { drawnPrintBmp } from '../fixtures/drawn-finger.ts';
import { PRINTS } from './prints.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 240_000;
const PEOPLE = [1, 2, 3];
const IMPRESSIONS = [1, 2];

interface Answer {
  readonly modality: string;
  readonly pairs: number;
  readonly images: number;
  readonly matches: number;
  readonly nonMatches: number;
  readonly failuresToAcquire: number;
  readonly rates?: PairRates;
  readonly limit: { readonly targetRate: number };
}

/** All pairs of files, each once; mated where the names begin alike. */
function pairsOf(files: readonly string[]): string {
  const finger = (file: string) => file.slice(0, file.lastIndexOf('_'));
  const rows = files.flatMap((probe, i) =>
    files.slice(i + 1).map((reference) => {
      return `${probe},${reference},${finger(probe) === finger(reference) ? 1 : 0}`;
    }),
  );
  return ['probe,reference,mated', ...rows].join('\n');
}

describe('compare --pairs of prints', { timeout: MINUTES }, () => {
  let place: Workplace;
  const compare = (list: string, ...args: string[]) =>
    place.run('compare', '--pairs', list, '--root', 'prints', '--out', 'out.csv', ...args);
  const pairs = 15;

  beforeAll(() => {
    place = openWorkplace();
    const files = PEOPLE.flatMap((person) =>
      IMPRESSIONS.map((impression) => {
        const file = `p${person}_${impression}.bmp`;
        place.write(`prints/${file}`, drawnPrintBmp({ person, impression, quality: 'good' }));
        return file;
      }),
    );
    place.write('mated.csv', pairsOf(files));
    place.write('silent.csv', pairsOf(files).replace(/,[01]$/m, ','));
  }, MINUTES);
  afterAll(() => place?.remove());

  test('tells the error rates where every pair says whether it is mated', async () => {
    const ended = await compare('mated.csv', ...PRINTS, ...ONE_LANE, '--json');
    expect(ended.code).toBe(0);
    expect(remarks(ended)).toEqual([]);
    const report = answer<Answer>(ended);
    expect(report).toMatchObject({
      modality: 'fingerprint',
      ...{ pairs, images: 6, matches: 3, nonMatches: 12, failuresToAcquire: 0 },
      failedImages: [],
      limit: { targetRate: 0.001 },
      modelId: expect.stringMatching(/^fingerprint-/) as string,
      provider: 'cpu',
    });
    // Twelve non-mated pairs can't show a rate of 1 %.
    expect(report.rates).toEqual({ mated: 3, nonMated: 12, equalErrorRate: 0, points: [] });
  });

  test('in words as well; once more, with more lanes, gives the same bytes', async () => {
    const first = place.read('out.csv');
    const { code, stdout } = await compare('mated.csv', ...PRINTS, '--lanes', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('15 pairs of 6 images at threshold 0.');
    expect(stdout).toContain('3 mated and 12 non-mated pairs compared: EER 0 %\n');
    expect(place.read('out.csv')).toEqual(first);
  });

  test('tells none where one pair does not say, and has no unit embeddings', async () => {
    const ended = await compare('silent.csv', ...PRINTS, ...ONE_LANE, '--json');
    expect(ended.code).toBe(0);
    expect(answer<Answer>(ended).rates).toBeUndefined();
    const refused = await compare('mated.csv', ...PRINTS, '--embeddings', 'x.f32');
    expect(refused.code).toBe(64);
    expect(refused.stderr).toMatch(/^twinmark: Expected .*embeddings/);
  });
});

const collections = path.join(import.meta.dirname, '../../../shared/data/fingerprint');
const SETS = [
  ['fvc2002_db1b', 500],
  ['fvc2002_db2b', 569],
  ['fvc2002_db3b', 500],
  ['fvc2002_db4b', 500],
] as const;

describe.skipIf(SETS.some(([name]) => !existsSync(path.join(collections, name))))(
  'FVC2002 DB1 to DB4 B by the protocol of the competition [skipped where it is absent]',
  { timeout: 600_000 },
  () => {
    test('has a mean EER of less than 2.8 %', async () => {
      const place = openWorkplace();
      const rates: number[] = [];
      for (const [name, dpi] of SETS) {
        const root = path.join(collections, name);
        place.write('fvc.csv', competition(readdirSync(root)));
        const ended = await place.run(
          ...['compare', '--pairs', 'fvc.csv', '--root', root, '--out', 'out.csv', ...PRINTS],
          ...['--dpi', `${dpi}`, '--provider', 'cpu', '--json'],
        );
        expect(ended.code, ended.stderr).toBe(0);
        const report = answer<Answer>(ended);
        expect(report).toMatchObject({ rates: { mated: 280, nonMated: 45 } });
        rates.push(report.rates?.equalErrorRate ?? 1);
      }
      place.remove();
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      expect(mean, rates.join(', ')).toBeLessThan(0.028);
    });
  },
);

/** Impressions of a finger with each other; of different fingers the first ones. */
function competition(names: readonly string[]): string {
  const files = names.filter((name) => name.endsWith('.png')).sort();
  const first = files.filter((name) => name.endsWith('_1.png'));
  const rows = (text: string, mated: string) =>
    text.split('\n').filter((row) => row.endsWith(`,${mated}`));
  return ['probe,reference,mated', ...rows(pairsOf(files), '1'), ...rows(pairsOf(first), '0')].join(
    '\n',
  );
}
