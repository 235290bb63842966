/** Prints as files: what is read alike, and what can not be used. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComparisonReport } from '../../app/contract/results.ts';
import type { AcquisitionProblem } from '../../app/core/vocabulary.ts';
import { drawnPrint } from '../fixtures/drawn-finger.ts';
import { seededRandom } from '../fixtures/images.ts';
import { makeHostile } from './hostile.ts';
import { picture } from './pictures.ts';
import { encodePrint, inverted, PRINT_FILES, PRINTS, resized } from './prints.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 180_000;

type Row = Readonly<Record<'probe' | 'distance' | 'outcome' | 'reason', string>>;

/** One print, and the resolutions that it was brought to. */
const ALIKE = [...PRINT_FILES.map((format) => `ada.${format}`), 'ada-569.png', 'ada-1000.png'];

describe('files of prints', { timeout: MINUTES }, () => {
  let place: Workplace;
  const compare = (...args: string[]) => place.run('compare', ...args, ...PRINTS);
  const compareJson = async (...args: string[]) => {
    const ended = await compare(...args, '--json');
    return { ...ended, report: answer<ComparisonReport>(ended) };
  };
  const distanceOf = async (...args: string[]) => {
    const { report } = await compareJson(...args);
    return Number(report.decision?.distance);
  };
  /** By probe. */
  const compareAll = async (root: string, probes: readonly string[], reference = 'later.bmp') => {
    const pairs = probes.map((probe) => `${probe},${reference}`);
    place.write('pairs.csv', ['probe,reference', ...pairs].join('\n'));
    const list = ['--pairs', 'pairs.csv', '--root', root, '--out', 'results.csv'];
    const { code, stderr } = await compare(...list, ...ONE_LANE);
    expect(code, stderr).toBe(0);
    const results = parse<Row>(place.readText('results.csv'), { columns: true });
    return new Map(results.map((row) => [row.probe, row]));
  };
  let known: number;

  beforeAll(async () => {
    place = openWorkplace();
    const { image } = drawnPrint({ person: 1, quality: 'good' });
    const later = drawnPrint({ person: 1, impression: 2, quality: 'good' }).image;
    for (const format of PRINT_FILES) {
      place.write(`ada.${format}`, await encodePrint(image, format, 500));
    }
    place.write('later.bmp', await encodePrint(later, 'bmp', 500));
    place.write('bob.bmp', await encodePrint(drawnPrint({ person: 2 }).image, 'bmp', 500));
    for (const dpi of [569, 1000]) {
      const other = await resized(image, dpi / 500);
      place.write(`ada-${dpi}.png`, await encodePrint(other, 'png', dpi));
      // Silent about it.
      place.write(`ada-${dpi}.pgm`, await encodePrint(other, 'pgm', dpi));
      place.write(`later-${dpi}.pgm`, await encodePrint(await resized(later, dpi / 500), 'pgm', 0));
    }
    place.write('inverted.png', await encodePrint(inverted(image), 'png', 500));
    place.write('face.jpg', await picture(0, 0));
    const random = seededRandom(7);
    const sheet = (width: number, height: number, level: () => number) =>
      encodePrint({ width, height, data: new Uint8Array(width * height).map(level) }, 'png', 500);
    place.write('blank.png', await sheet(320, 400, () => 255));
    place.write('black.png', await sheet(320, 400, () => 0));
    place.write('noise.png', await sheet(320, 400, () => 256 * random()));
    place.write('tiny.png', await sheet(10, 10, () => 128));
    known = await distanceOf('ada.bmp', 'later.bmp', ...ONE_LANE);
  }, MINUTES);
  afterAll(() => place?.remove());

  test('two prints of one finger match, with what was taken of them', async () => {
    const { code, stdout, ...ended } = await compare('ada.bmp', 'later.bmp');
    expect(code).toBe(0);
    expect(remarks({ code, stdout, ...ended })).toEqual([]);
    expect(stdout).toMatch(/^MATCH {6}these prints are of one finger\n/);
    expect(stdout).toContain(`o distance ${known.toFixed(4)} `);
    expect(stdout).toMatch(
      /^probe {6}320 x 400 BMP, a finger at 500 dpi \(as the file says\); \d+ mm2, \d+ anchors, clarity 0\.\d\d$/m,
    );
    expect(stdout).toMatch(/^model fingerprint-\S+\.v\d+-[0-9a-f]{8} on cpu$/m);
    const other = await compare('bob.bmp', 'later.bmp');
    expect(other.code).toBe(1);
    expect(other.stdout).toMatch(/^NO MATCH {3}these prints are of different fingers\n/);
  });

  describe('on a list', () => {
    const NO_PRINTS: Readonly<Record<string, readonly AcquisitionProblem[]>> = {
      'face.jpg': ['no-finger', 'too-few-anchors'],
      'blank.png': ['no-finger'],
      'black.png': ['no-finger'],
      'noise.png': ['no-finger', 'finger-too-small', 'too-dry', 'unclear-ridges'],
      'tiny.png': ['too-few-pixels'],
    };
    let rows: ReadonlyMap<string, Row>;
    const distance = (file: string) => Number(rows.get(file)?.distance);

    beforeAll(async () => {
      rows = await compareAll('.', [...ALIKE, 'inverted.png', ...Object.keys(NO_PRINTS)]);
    }, MINUTES);

    test.each(ALIKE)('%s gives the same distance', (file) => {
      expect(rows.get(file)?.outcome).toBe('match');
      // WSQ loses a little, as it always does, and so does another resolution.
      const tolerance = /\.wsq$|-\d+/.test(file) ? 0.08 : 1e-7;
      expect(Math.abs(distance(file) - known)).toBeLessThan(tolerance);
    });

    test('bright ridges on dark ground match', () => {
      expect(rows.get('inverted.png')?.outcome).toBe('match');
      expect(Math.abs(distance('inverted.png') - known)).toBeLessThan(0.05);
    });

    test.each(Object.entries(NO_PRINTS))('%s is no print', (file, reasonable) => {
      const row = rows.get(file);
      expect(row).toMatchObject({ outcome: 'failure-to-acquire', distance: '' });
      const problem = /^probe: ([a-z-]+)/.exec(row?.reason ?? '')?.[1];
      expect(reasonable).toContain(problem);
      expect(row?.reason).not.toContain('reference');
    });
  });

  test.each([569, 1000])('%i dpi may be told by hand where files are silent', async (dpi) => {
    const given = ['--dpi', `${dpi}`];
    const { code, report } = await compareJson(`ada-${dpi}.pgm`, `later-${dpi}.pgm`, ...given);
    expect(code).toBe(0);
    expect(report.probe).toMatchObject({ resolution: { dpi, origin: 'given' } });
    expect(Math.abs(Number(report.decision?.distance) - known)).toBeLessThan(0.1);
  });

  test('where nobody says the resolution it is assumed, and told', async () => {
    const { code, stdout } = await compare('ada.pgm', 'inverted.png');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^probe .* at 500 dpi \(assumed\);.*, clarity \d\.\d\d$/m);
    expect(stdout).toMatch(/^reference .* \(as the file says\);.*, clarity \d\.\d\d, inverted$/m);
  });

  test('the same command gives the same bits, on two lanes and the other way round too', async () => {
    expect(known).toBeGreaterThan(0);
    expect(await distanceOf('ada.bmp', 'later.bmp', ...ONE_LANE)).toBe(known);
    expect(await distanceOf('later.bmp', 'ada.bmp', '--lanes', '2')).toBe(known);
    const strangers = await distanceOf('ada.bmp', 'bob.bmp', '--lanes', '2');
    expect(await distanceOf('bob.bmp', 'ada.bmp')).toBe(strangers);
  });

  test.each([
    ['half', '250'],
    ['twice', '1000'],
  ])('%s the true resolution is refused, with the way out', async (_, dpi) => {
    const { code, stdout } = await compare('ada.bmp', 'later.bmp', '--dpi', dpi);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^NOT COMPARED {3}an image could not be used$/m);
    expect(stdout).toMatch(
      /^probe {6}not usable: .*the ridges do not fit the resolution; .*--dpi/m,
    );
  });

  test('a photograph of a face is no print, and the words say so', async () => {
    const { code, stdout } = await compare('face.jpg', 'later.bmp');
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^probe {6}not usable: (no fingerprint was found|too few ridge endings and branches)/m,
    );
    expect(stdout).toMatch(/^reference {2}320 x 400 BMP, a finger at 500 dpi/m);
  });

  test('hostile files are told one by one, and spoil nothing beside them', async () => {
    const problems = makeHostile(place, 'captures', place.read('face.jpg'));
    const wsq = place.read('ada.wsq');
    place.write('captures/cut.wsq', wsq.subarray(0, wsq.length / 2));
    place.write('captures/well.wsq', wsq);
    const files = [...problems.keys()].filter((file) => !/loop$/.test(file));
    const rows = await compareAll('captures', [...files, 'cut.wsq', 'well.wsq'], 'well.wsq');
    for (const file of files) {
      expect(rows.get(file)).toMatchObject({
        outcome: 'failure-to-acquire',
        reason: expect.stringContaining(`probe: ${problems.get(file)}`) as string,
      });
    }
    expect(rows.get('cut.wsq')?.reason).toContain('probe: damaged-image');
    expect(rows.get('well.wsq')).toMatchObject({ outcome: 'match', distance: '0.0000000' });
  });
});
