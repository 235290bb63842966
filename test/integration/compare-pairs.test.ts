import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveWeights } from '../engine/models.ts';
import { because, picture } from './pictures.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 120_000;

const AWKWARD = 'Müller, "Jo" = ü.jpg';

/** As an operator writes it: repeated pairs, awkward names, files that are missing or broken. */
const PAIRS = `probe,reference,mated
ada-0.jpg,ada-1.jpg,1
bob-0.jpg,ada-0.jpg,no
"Müller, ""Jo"" = ü.jpg",ada-1.jpg,=1+1
ada-0.jpg,ada-1.jpg,TRUE
missing.jpg,ada-0.jpg,1
ada-0.jpg,sub/broken.jpg,
sub/broken.jpg,missing.jpg,"0, perhaps"
bob-0.jpg,bob-0.jpg,1
`;

type Row = Readonly<
  Record<'probe' | 'reference' | 'mated' | 'distance' | 'outcome' | 'reason', string>
>;

const readRows = (text: string): Row[] => parse(text, { columns: true });

describe.skipIf(!haveWeights)(`compare --pairs${because}`, { timeout: MINUTES }, () => {
  let place: Workplace;
  const comparePairs = (list: string, ...args: string[]) =>
    place.run('compare', '--pairs', list, '--root', 'photos', ...args);

  beforeAll(async () => {
    place = openWorkplace();
    const ada = await picture(0, 0);
    place.write('photos/ada-0.jpg', ada);
    place.write('photos/ada-1.jpg', await picture(0, 1));
    place.write('photos/bob-0.jpg', await picture(1, 0));
    place.write(`photos/${AWKWARD}`, await picture(2, 0));
    place.write('photos/sub/broken.jpg', ada.subarray(0, 500));
    place.write('pairs.csv', PAIRS);
    place.write('outside.csv', 'probe,reference\nada-0.jpg,../pairs.csv\n');
    place.write('unnamed.csv', 'probe,reference\nada-0.jpg,ada-1.jpg\nada-0.jpg,\n');
  }, MINUTES);
  afterAll(() => place?.remove());

  describe('a list', () => {
    let rows: Row[];
    let first: ReturnType<typeof results>;
    const results = () => ({
      csv: place.read('results.csv'),
      vectors: place.read('unit.f32'),
      paths: place.read('unit.csv'),
    });
    const compareAll = (...args: string[]) =>
      comparePairs('pairs.csv', '--out', 'results.csv', '--embeddings', 'unit.f32', ...args);

    beforeAll(async () => {
      const ended = await compareAll('--json', ...ONE_LANE);
      expect(ended.code).toBe(0);
      expect(remarks(ended)).toEqual([]);
      expect(answer(ended)).toMatchObject({
        pairs: 8,
        // Named twice or more, read once.
        images: 6,
        matches: 3,
        nonMatches: 2,
        failuresToAcquire: 3,
        failedImages: [{ path: 'missing.jpg' }, { path: 'sub/broken.jpg' }],
        provider: 'cpu',
      });
      first = results();
      rows = readRows(place.readText('results.csv'));
    }, MINUTES);

    test('keeps its order, its names and what it says of the truth', () => {
      const listed: Row[] = parse(PAIRS, { columns: true });
      const asListed = rows.map(({ probe, reference, mated }) => ({ probe, reference, mated }));
      expect(asListed).toEqual(listed);
    });

    test('tells the outcome of every pair; of failures the reason and whose it is', () => {
      expect(rows.map(({ outcome }) => outcome)).toEqual([
        'match',
        'non-match',
        'non-match',
        'match',
        'failure-to-acquire',
        'failure-to-acquire',
        'failure-to-acquire',
        'match',
      ]);
      for (const { outcome, distance, reason } of rows) {
        const failed = outcome === 'failure-to-acquire';
        expect(distance).toMatch(failed ? /^$/ : /^\d\.\d{7}$/);
        expect(reason === '').toBe(!failed);
      }
      expect(rows[3].distance).toBe(rows[0].distance);
      expect(Number(rows[7].distance)).toBe(0);
      expect(rows[4].reason).toMatch(/^probe: file-not-found/);
      expect(rows[5].reason).toMatch(/^reference: damaged-image/);
      expect(rows[6].reason).toMatch(/^probe: damaged-image.*; reference: file-not-found/);
    });

    test('unit embeddings give the same distances', () => {
      const paths = parse<{ path: string }>(place.readText('unit.csv'), { columns: true });
      expect(paths.map((row) => row.path)).toEqual([
        'ada-0.jpg',
        'ada-1.jpg',
        'bob-0.jpg',
        AWKWARD,
      ]);
      const vectors = readVectors(first.vectors, paths.length);
      for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      const vectorOf = (name: string) => vectors[paths.findIndex((row) => row.path === name)];
      const compared = rows.filter(({ distance }) => distance !== '');
      expect(compared).toHaveLength(5);
      for (const { probe, reference, distance } of compared) {
        const other = vectorOf(reference);
        const differences = Array.from(vectorOf(probe), (value, i) => value - other[i]);
        expect(Math.abs(Math.hypot(...differences) - Number(distance))).toBeLessThan(1e-6);
      }
    });

    test('once more, with more lanes, gives the same bytes', async () => {
      const { code, stdout, stderr } = await compareAll('--lanes', '3', '--provider', 'cpu');
      expect(code).toBe(0);
      expect(results()).toEqual(first);
      expect(stdout).toMatch(
        /^8 pairs of 6 images at threshold 1\.\d{4}: 3 match, 2 do not\nfailures to acquire: 2 images \(33\.3 %\), 3 pairs\nmodel /,
      );
      expect(stderr).toContain('missing.jpg: there is no such file');
    });
  });

  test('a list that says nothing of the truth leaves the column empty', async () => {
    place.write('no-truth.csv', '\ufeffreference,probe\r\nada-1.jpg,ada-0.jpg\r\n');
    const { code } = await comparePairs('no-truth.csv', '--out', 'no-truth-results.csv');
    expect(code).toBe(0);
    expect(readRows(place.readText('no-truth-results.csv'))).toMatchObject([
      { probe: 'ada-0.jpg', reference: 'ada-1.jpg', mated: '', outcome: 'match', reason: '' },
    ]);
  });

  test('a path that leads outside is refused, and nothing is written', async () => {
    const ended = await comparePairs('outside.csv', '--out', 'outside-results.csv', ...ONE_LANE);
    expect(ended.code).toBe(64);
    expect(ended.stderr).toContain('Expected a path inside the folder for an image');
    expect(() => place.read('outside-results.csv')).toThrow('ENOENT');
  });

  test('an empty or missing column is told with the number of the row', async () => {
    const empty = await comparePairs('unnamed.csv', '--out', 'x.csv');
    expect(empty.code).toBe(64);
    expect(empty.stderr).toContain('the columns probe and reference in --pairs');
    expect(empty.stderr).toContain('in row 2.');
    place.write('others.csv', 'left,right\na.jpg,b.jpg\n');
    const others = await comparePairs('others.csv', '--out', 'x.csv', '--json');
    expect(others.code).toBe(64);
    expect(answer(others)).toMatchObject({ failure: { code: 'bad-input' } });
    expect(answer<{ failure: { message: string } }>(others).failure.message).toMatch(/in row 1\.$/);
  });

  test.each([
    ['the list of the embeddings', ['--out', './unit.csv', '--embeddings', 'unit.f32']],
    ['the embeddings', ['--out', 'unit.f32', '--embeddings', 'sub/../unit.f32']],
    ['the list of pairs', ['--out', 'pairs.csv']],
    ['the list of pairs, by its embeddings', ['--out', 'y.csv', '--embeddings', 'pairs.f32']],
  ])('results are not written over %s', async (_, args) => {
    const { code, stderr } = await comparePairs('pairs.csv', ...args);
    expect(code).toBe(64);
    expect(stderr).toContain('Expected different names for --out');
    expect(place.readText('pairs.csv')).toBe(PAIRS);
  });

  test('--root, --out and a folder that exists are needed', async () => {
    const noOut = await comparePairs('pairs.csv');
    expect(noOut).toMatchObject({ code: 64, stdout: '' });
    expect(noOut.stderr).toContain('Expected --out with --pairs but received none');
    const noFolder = await comparePairs('pairs.csv', '--out', 'nowhere/results.csv');
    expect(noFolder).toMatchObject({ code: 64, stdout: '' });
    expect(noFolder.stderr).toContain('a name that does not exist: nowhere');
  });
});

/** [count, n] float32, little-endian, row-major */
function readVectors(bytes: Buffer, count: number): Float32Array[] {
  const dimensions = bytes.length / 4 / count;
  expect(Number.isInteger(dimensions)).toBe(true);
  return Array.from({ length: count }, (_, row) =>
    Float32Array.from({ length: dimensions }, (__, i) =>
      bytes.readFloatLE(4 * (row * dimensions + i)),
    ),
  );
}
