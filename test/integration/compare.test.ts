import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComparisonReport, SampleReport } from '../../app/contract/results.ts';
import { haveWeights } from '../engine/models.ts';
import { DRAWN_PEOPLE, drawScene, encodeJpeg } from '../fixtures/drawn-face.ts';
import { accurateIsCalibrated, calibrationOf } from './manifest.ts';
import { because, picture } from './pictures.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 120_000;

describe.skipIf(!haveWeights)(`compare${because}`, { timeout: MINUTES }, () => {
  let place: Workplace;
  const compare = (...args: string[]) => place.run('compare', ...args);
  const compareJson = async (...args: string[]) => {
    const ended = await compare(...args, '--json');
    return { ...ended, report: answer<ComparisonReport>(ended) };
  };

  beforeAll(async () => {
    place = openWorkplace();
    const ada = await picture(0, 0);
    place.write('ada.jpg', ada);
    place.write('ada-later.jpg', await picture(0, 1));
    place.write('bob.jpg', await picture(1, 0));
    place.write('cut-off.jpg', ada.subarray(0, ada.length / 3));
    place.write('ada-and-bob.jpg', await twoPeople([130, 110], [290, 110]));
    place.write('bob-behind-ada.jpg', await twoPeople([190, 190], [350, 70]));
  }, MINUTES);
  afterAll(() => place?.remove());

  test('two images of one person match, with everything that the decision stands on', async () => {
    const { code, report, ...ended } = await compareJson('ada.jpg', 'ada-later.jpg');
    expect(code).toBe(0);
    const { decision } = report;
    const point = calibrationOf('standard').points.find(
      ({ falseMatchRate }) => falseMatchRate === 0.001,
    );
    expect(decision).toMatchObject({
      outcome: 'match',
      threshold: point?.threshold,
      margin: 1.4142,
      limit: { targetRate: 0.001, references: 1, support: 'measured', point },
      calibration: { set: calibrationOf('standard').set },
      provider: 'cpu',
    });
    expect(decision?.modelId).toMatch(/^face-mobilefacenet\.v\d+-[0-9a-f]{8}$/);
    expect(decision?.distance).toBeLessThan(decision?.threshold ?? 0);
    expect(decision?.limit.point.comparisons).toBeGreaterThan(1e6);
    expect(decision?.limit.point.upperBound).toBeGreaterThan(0.001);
    expect(report.probe).toMatchObject({ outcome: 'acquired', faces: 1 });
    expect(ended.stdout).not.toContain('embedding');
    expect(remarks({ code, ...ended })).toEqual([]);
    expect(readdirSync(place.home), 'nothing is written at home').toEqual([]);
  });

  test('two people do not match, and the words say so; the threshold follows the rate', async () => {
    const rate = ['--fmr', '1:10000', ...ONE_LANE];
    const { code, stdout } = await compare('ada.jpg', 'bob.jpg', ...rate);
    expect(code).toBe(1);
    expect(stdout).toContain('NO MATCH   these images show different people\n');
    expect(stdout).toMatch(/^=+T-+o-*M-+$/m);
    const thresholdAt = (falseMatchRate: number) =>
      calibrationOf('standard').points.find((each) => each.falseMatchRate === falseMatchRate)
        ?.threshold ?? 0;
    expect(thresholdAt(0.0001)).toBeLessThan(thresholdAt(0.001));
    expect(stdout).toMatch(/^o distance 1\.\d{4} {3}T threshold 0\.\d{4} {3}M margin 1\.4142$/m);
    expect(stdout).toContain(`T threshold ${thresholdAt(0.0001).toFixed(4)} `);
    expect(stdout).toContain('About 1 in 10,000 comparisons of different people would match');
    expect(stdout).toContain('% with 95 % confidence');
    expect(stdout).toMatch(/^model face-mobilefacenet\.v\d+-[0-9a-f]{8} on cpu$/m);
    expect(stdout).not.toContain('\u001b');
  });

  test.skipIf(!accurateIsCalibrated)(
    'the accurate encoder answers in its own name, for the main face of several',
    async () => {
      const { code, stdout } = await compare(
        ...['bob-behind-ada.jpg', 'ada.jpg', '--accurate', ...ONE_LANE],
      );
      expect(code).toBe(0);
      expect(stdout).toContain('MATCH      these images show one person\n');
      expect(stdout).toMatch(/^=+o=*T-+M-+$/m);
      expect(stdout).toMatch(/^probe {6}400 x 240 JPEG, 2 faces, took number 0; /m);
      expect(stdout).toMatch(/^model face-mobilefacenet-dlib\.v\d+-[0-9a-f]{8} on cpu$/m);
    },
  );

  test('what can not be used is told for each image, and nothing is decided', async () => {
    const only = ['--face', 'only', ...ONE_LANE];
    const { code, stdout } = await compare('ada-and-bob.jpg', 'cut-off.jpg', ...only);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^NOT COMPARED {3}an image could not be used$/m);
    expect(stdout).toMatch(/^probe {6}not usable: several faces; .* \[2 faces\]$/m);
    expect(stdout).toMatch(/^reference {2}not usable: the image is damaged or cut off/m);
  });

  test('a face can be asked for by its number, where there are as many', async () => {
    const face = ['--face', '1', ...ONE_LANE];
    const { code, report } = await compareJson('ada-and-bob.jpg', 'ada.jpg', ...face);
    expect(code).toBe(2);
    expect(report.decision).toBeUndefined();
    expect(report.probe).toMatchObject({ outcome: 'acquired', faces: 2, face: 1 });
    expect(problemsOf(report.reference)).toEqual(['no-such-face']);
  });

  test('--face dominant refuses two equals side by side', async () => {
    const face = ['--face', 'dominant', ...ONE_LANE];
    const { code, report } = await compareJson('ada-and-bob.jpg', 'ada.jpg', ...face);
    expect(code).toBe(2);
    expect(report.probe).toMatchObject({ outcome: 'failure-to-acquire', faces: 2 });
    expect(problemsOf(report.probe)).toEqual(['several-faces']);
    expect(report.reference.outcome).toBe('acquired');
  });

  test('a missing file is wrong input, told by its name', async () => {
    const { code, stdout, stderr } = await compare('ada.jpg', 'nobody.jpg');
    expect(code).toBe(64);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'twinmark: Expected a file for the reference but received a name that does not exist: nobody.jpg.\n',
    );
  });

  test('what goes with the other modality is refused in clear words', async () => {
    const print = ['--modality', 'fingerprint'];
    for (const words of [
      ['--dpi', '500'],
      [...print, '--face', 'main'],
      [...print, '--accurate'],
    ]) {
      const { code, stderr } = await compare('ada.jpg', 'bob.jpg', ...words);
      expect(code).toBe(64);
      expect(stderr).toMatch(/^twinmark: Expected --\S+ with .* only but received it for /);
    }
  });
});

function problemsOf(sample: SampleReport): string[] {
  return sample.outcome === 'acquired' ? [] : sample.reasons.map(({ problem }) => problem);
}

/** Each where and how large, crown to chin. */
function twoPeople(...places: readonly (readonly [x: number, size: number])[]): Promise<Buffer> {
  const faces = places.map(([x, size], index) => {
    return { person: DRAWN_PEOPLE[index], variation: 1, x, y: 120, size };
  });
  return encodeJpeg(drawScene({ width: 400, height: 240, faces }));
}
