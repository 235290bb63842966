/** Decisions that can be shown and had again, and thresholds of one's own, on the command line. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Certificate, ReplayReport } from '../../app/contract/certificate.ts';
import type { StoredCalibration } from '../../app/contract/evaluation.ts';
import type { FusedReport, VerificationReport } from '../../app/contract/results.ts';
import { PRINTS } from './prints.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 300_000;
const CROWD = ['--people', '8', '--fingers', '2', '--impressions', '4', '--seed', '5'] as const;

// One day: every test goes on where the one before it ended.
describe('a decision that is asked about', { timeout: MINUTES }, () => {
  let place: Workplace;
  let attemptId = '';
  const print = (person: string, finger: number, impression: number) =>
    `demo/${person}/${person}_${finger}_${impression}.bmp`;
  const withJson = async <Value>(...args: string[]) => {
    const ended = await place.runStore(...args, ...ONE_LANE, '--json');
    return { code: ended.code, remarks: remarks(ended), report: answer<Value>(ended) };
  };

  beforeAll(async () => {
    place = openWorkplace();
    const ended = await place.run('synth', 'demo', ...CROWD, '--json');
    expect(ended.code).toBe(0);
    for (const [finger, name] of [
      [2, 'right-index'],
      [7, 'left-index'],
    ] as const) {
      const images = [1, 2].map((impression) => print('p001', finger, impression));
      const args = [...images, ...PRINTS, '--finger', name, ...ONE_LANE];
      expect((await place.runStore('enrol', 'ada', ...args)).code).toBe(0);
    }
  }, MINUTES);
  afterAll(() => place?.remove());

  test('has a certificate with the numbers that were told', async () => {
    const verified = await withJson<VerificationReport>(
      'verify',
      'ada',
      print('p001', 2, 3),
      ...PRINTS,
    );
    expect(verified.code).toBe(0);
    ({ attemptId } = verified.report);
    const { code, report } = await withJson<Certificate>('certificate', attemptId);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      distance: verified.report.decision?.distance,
      threshold: verified.report.decision?.threshold,
      references: 4,
      calibration: { origin: 'shipped', current: true },
      person: { externalId: 'ada' },
    });
    const text = await place.runStore('certificate', attemptId, ...ONE_LANE);
    expect(text.stdout).toContain(report.claim.sentence);
    expect(text.stdout).toContain(report.sha256);
  });

  test('can be had again to the bit', async () => {
    const { code, report } = await withJson<ReplayReport>('replay', attemptId);
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'replayed', identical: true });
    const text = await place.runStore('replay', attemptId, ...ONE_LANE);
    expect(text.stdout).toMatch(/^IDENTICAL/);
  });

  test('over two fingers is one decision, with both in its certificate', async () => {
    const { code, report } = await withJson<FusedReport>(
      ...['verify', 'ada', print('p001', 2, 4), ...PRINTS, '--finger', 'right-index'],
      ...['--with', print('p001', 7, 4), '--with-finger', 'left-index'],
    );
    expect(code).toBe(0);
    expect(report.parts).toHaveLength(2);
    expect(report.fusion?.fused).toBeLessThan(1e-3);
    const stranger = await place.runStore(
      ...['verify', 'ada', print('p002', 2, 4), ...PRINTS, '--with', print('p003', 2, 4)],
      ...ONE_LANE,
    );
    expect(stranger.code).toBe(1);
    expect(stranger.stdout).toMatch(/^NO MATCH/);
    const again = await withJson<ReplayReport>('replay', report.attemptId);
    expect(again).toMatchObject({ code: 0, report: { identical: true } });
  });

  test('is taken by thresholds of the site once they are saved, and by the shipped ones after', async () => {
    const pattern = ['--pattern', '{person}_{finger}_{impression}', '--no-cache'];
    const few = await place.runStore(
      'calibrate',
      'demo',
      ...PRINTS,
      ...pattern,
      '--save',
      ...ONE_LANE,
    );
    expect(few.code).toBe(64);
    expect(few.stderr).toContain('Expected comparisons of different people');
    const kept = await place.runStore(
      ...['calibrate', 'demo', ...PRINTS, ...pattern, '--set', 'gate', '--save', '--rule-of-three'],
      ...ONE_LANE,
    );
    expect(kept.stdout).toMatch(/SAVED +gate decides now/);
    const { report: all } = await withJson<readonly StoredCalibration[]>('calibrations', 'list');
    const own = all.find(({ origin }) => origin === 'site');
    expect(own).toMatchObject({ name: 'gate', state: 'active', modality: 'fingerprint' });

    const verified = await withJson<VerificationReport>(
      'verify',
      'ada',
      print('p001', 2, 3),
      ...PRINTS,
    );
    expect(verified.report.decision?.calibration).toMatchObject({ origin: 'site', set: 'gate' });
    expect(verified.report.decision?.limit.support).toBe('extrapolated');
    const { report } = await withJson<Certificate>('certificate', attemptId);
    expect(report.calibration).toMatchObject({ current: false });

    const shipped = all.find(
      ({ origin, modality }) => origin === 'shipped' && modality === 'fingerprint',
    );
    expect(
      (await place.runStore('calibrations', 'activate', shipped?.id ?? '', ...ONE_LANE)).code,
    ).toBe(0);
    expect((await place.runStore('calibrations', 'remove', own?.id ?? '', ...ONE_LANE)).code).toBe(
      0,
    );
    const back = await withJson<Certificate>('certificate', attemptId);
    expect(back.report.calibration).toMatchObject({ current: true });
  });

  test('of somebody who was erased can not be had again, and says what is missing', async () => {
    const erased = await place.runStore('people', 'remove', 'ada', '--yes');
    expect(erased.code).toBe(0);
    const { code, report } = await withJson<ReplayReport>('replay', attemptId);
    expect(code).toBe(2);
    expect(report).toMatchObject({
      outcome: 'not-replayable',
      missing: [{ part: 'probe' }, { part: 'reference' }],
    });
    const certificate = await withJson<Certificate>('certificate', attemptId);
    expect(certificate.report).not.toHaveProperty('person');
    expect((await place.runStore('replay', 'nothing', ...ONE_LANE)).code).toBe(64);
  });
});
