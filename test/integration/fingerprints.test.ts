/** A first day without any data: people are made, enrolled, verified, found, audited and erased. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  EnrolledPeople,
  EnrolmentReport,
  IdentificationReport,
  PersonDetails,
  PersonList,
  VerificationReport,
} from '../../app/contract/results.ts';
import type { SynthesisReport } from '../../app/contract/synthesis.ts';
import { haveWeights } from '../engine/models.ts';
import { because, picture } from './pictures.ts';
import { PRINTS } from './prints.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 240_000;
const CROWD = ['--people', '4', '--fingers', '2', '--impressions', '4', '--seed', '11'] as const;
const RIGHT_INDEX = 2;
const LEFT_INDEX = 7;

// One day: every test goes on where the one before it ended.
describe('people with fingerprints', { timeout: MINUTES }, () => {
  let place: Workplace;
  const withJson = async <Value>(command: string, ...args: string[]) => {
    const engine = command === 'people' ? [] : ONE_LANE;
    const ended = await place.runStore(command, ...args, ...engine, '--json');
    expect(remarks(ended)).toEqual([]);
    return { code: ended.code, report: answer<Value>(ended) };
  };
  const verify = (...args: string[]) => withJson<VerificationReport>('verify', ...args, ...PRINTS);
  const identify = (file: string) => withJson<IdentificationReport>('identify', file, ...PRINTS);
  const show = (id: string) => withJson<PersonDetails>('people', 'show', id);
  const print = (person: string, finger: number, impression: number) =>
    `demo/${person}/${person}_${finger}_${impression}.bmp`;

  beforeAll(async () => {
    place = openWorkplace();
    const ended = await place.run('synth', 'demo', ...CROWD, '--list', 'demo.csv', '--json');
    expect(ended.code).toBe(0);
    expect(answer<SynthesisReport>(ended).captures).toHaveLength(32);
    // The third person's left hand is enrolled by hand, and the fourth person stays a stranger.
    const rows = place.readText('demo.csv').trim().split('\n');
    const kept = rows.filter((row) => !/^p004|^p003.*,7$/.test(row));
    place.write('people.csv', kept.join('\n'));
  }, MINUTES);
  afterAll(() => place?.remove());

  test('a list enrols three impressions of every finger', async () => {
    const list = ['--list', 'people.csv', '--root', 'demo'];
    const { code, report } = await withJson<EnrolledPeople>('enrol', ...list, ...PRINTS);
    expect(code).toBe(0);
    const finger = (code: number) => ({ finger: code, references: 3, wanting: 0 });
    const both = [finger(RIGHT_INDEX), finger(LEFT_INDEX)];
    expect(report.reports).toMatchObject([
      { externalId: 'p001', outcome: 'enrolled', references: 6, fingers: both },
      { externalId: 'p002', outcome: 'enrolled', references: 6, fingers: both },
      { externalId: 'p003', outcome: 'enrolled', references: 3, fingers: [both[0]] },
    ]);
  });

  test('of a single impression it is said that others are wanted', async () => {
    const args = [print('p003', LEFT_INDEX, 1), ...PRINTS, '--finger', 'left-index', ...ONE_LANE];
    const { code, stdout } = await place.runStore('enrol', 'p003', ...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ENROLLED {7}p003 has 4 references$/m);
    expect(stdout).toContain(
      'note: 1 impression of the left index finger; 2 or more others are advised',
    );
  });

  test('prints of two fingers are not enrolled as one, nor of somebody enrolled', async () => {
    const [own, other] = [print('p004', RIGHT_INDEX, 1), print('p004', LEFT_INDEX, 1)];
    const finger = [...PRINTS, '--finger', 'right-index'];
    const mixed = await withJson<EnrolmentReport>('enrol', 'p004', own, other, ...finger);
    expect(mixed).toMatchObject({ code: 2, report: { refusals: ['samples-disagree'] } });
    const again = print('p001', RIGHT_INDEX, 4);
    const alias = await withJson<EnrolmentReport>('enrol', 'alias', again, ...finger);
    expect(alias).toMatchObject({
      code: 2,
      report: { refusals: ['resembles-another-person'], lookAlikes: [{ externalId: 'p001' }] },
    });
  });

  test('the person is verified by any finger, or by the one that is named', async () => {
    const [right, left] = [print('p001', RIGHT_INDEX, 4), print('p001', LEFT_INDEX, 4)];
    const any = await verify('p001', left);
    expect(any.code).toBe(0);
    expect(any.report).toMatchObject({ outcome: 'match', references: 6, finger: LEFT_INDEX });
    expect(any.report.decision).toMatchObject({ margin: 1.1, limit: { references: 6 } });
    const named = await verify('p001', right, '--finger', 'right-index');
    expect(named.code).toBe(0);
    expect(named.report).toMatchObject({ outcome: 'match', references: 3, finger: RIGHT_INDEX });
    expect(named.report.decision?.threshold).toBeGreaterThan(any.report.decision?.threshold ?? 2);
    const wrong = await verify('p001', right, '--finger', 'left-index');
    expect(wrong.code).toBe(1);
    expect(wrong.report).toMatchObject({ outcome: 'non-match', references: 3 });
    const none = await verify('p001', right, '--finger', 'right-thumb');
    expect(none).toMatchObject({ code: 2, report: { outcome: 'no-reference', references: 0 } });
  });

  test('nobody else is, and the words say who is not who', async () => {
    const probe = print('p002', RIGHT_INDEX, 4);
    const { code, stdout } = await place.runStore('verify', 'p001', probe, ...PRINTS, ...ONE_LANE);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^NO MATCH {3}this is not p001\n/);
    expect(stdout).toMatch(
      /^compared with 6 references, closest is the (right|left) index finger$/m,
    );
    const named = await verify('p002', print('p001', RIGHT_INDEX, 4), '--finger', '2');
    expect(named).toMatchObject({ code: 1, report: { outcome: 'non-match' } });
  });

  test('a search finds the person and the finger, and no stranger', async () => {
    const { code, report } = await identify(print('p002', LEFT_INDEX, 4));
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'match', people: 3, references: 16 });
    const [first, ...others] = report.candidates;
    expect(first).toMatchObject({ externalId: 'p002', finger: LEFT_INDEX, outcome: 'match' });
    expect(others.map(({ outcome }) => outcome)).toEqual(['non-match', 'non-match']);
    const stranger = await identify(print('p004', RIGHT_INDEX, 1));
    expect(stranger).toMatchObject({ code: 1, report: { outcome: 'non-match' } });
  });

  test('an audit tells the file that shows somebody else, and the wrong finger', async () => {
    const copy = (to: string, from: string) => place.write(`captures/${to}`, place.read(from));
    copy('p001_2_4.bmp', print('p001', RIGHT_INDEX, 4));
    copy('p001_left-index_4.bmp', print('p001', LEFT_INDEX, 4));
    copy('p002_7_4.bmp', print('p002', RIGHT_INDEX, 4));
    copy('p003_2_4.bmp', print('p003', RIGHT_INDEX, 4));
    copy('p002_2_9.bmp', print('p003', RIGHT_INDEX, 4));
    copy('p004_2_1.bmp', print('p004', RIGHT_INDEX, 1));
    place.write('captures/p001_2_5.jpg', await picture(0, 0));
    place.write('captures/p001_2_6.wsq', 'No print.');
    const pattern = ['--pattern', '{person}_{finger}_{impression}', ...PRINTS, ...ONE_LANE];
    const { code, stdout, stderr } = await place.runStore('audit', 'captures', ...pattern);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('1 pairs of images of different people show one finger');
    const rows = parse<Record<string, string>>(place.readText('audit.csv'), { columns: true });
    expect(Object.fromEntries(rows.map(({ path, outcome }) => [path, outcome]))).toEqual({
      'p001_2_4.bmp': 'match',
      // A drawn face: no finger, or too little of one.
      'p001_2_5.jpg': expect.stringMatching(/^(no-finger|poor)$/),
      'p001_2_6.wsq': 'unreadable',
      'p001_left-index_4.bmp': 'match',
      'p002_2_9.bmp': 'mismatch',
      'p002_7_4.bmp': 'mismatch',
      'p003_2_4.bmp': 'match',
      'p004_2_1.bmp': 'not-enrolled',
    });
    const looksLike = rows.find(({ path }) => path === 'p002_2_9.bmp');
    expect(Object.values(looksLike ?? {})).toContain('p003');
  });

  describe.skipIf(!haveWeights)(`beside a face${because}`, () => {
    test('a person has both, and is verified by either', async () => {
      place.write('face.jpg', await picture(0, 0));
      place.write('later.jpg', await picture(0, 1));
      const enrolled = await withJson<EnrolmentReport>('enrol', 'p001', 'face.jpg');
      expect(enrolled).toMatchObject({ code: 0, report: { modality: 'face', references: 1 } });
      const face = await withJson<VerificationReport>('verify', 'p001', 'later.jpg');
      expect(face).toMatchObject({ code: 0, report: { modality: 'face', references: 1 } });
      const finger = await verify('p001', print('p001', RIGHT_INDEX, 4));
      expect(finger).toMatchObject({ code: 0, report: { references: 6 } });
      const other = await withJson<VerificationReport>('verify', 'p002', 'later.jpg');
      expect(other).toMatchObject({ code: 2, report: { outcome: 'no-reference' } });
      const { stdout } = await place.runStore('people', 'show', 'p001');
      expect(stdout).toMatch(/^references 7$/m);
      expect(stdout.match(/ fingerprint {2}right-index {2}fingerprint-/g)).toHaveLength(3);
      expect(stdout.match(/ fingerprint {2}left-index {3}fingerprint-/g)).toHaveLength(3);
      expect(stdout.match(/ face {18,}face-mobilefacenet\./g)).toHaveLength(1);
    });
  });

  test('erasing one person leaves the others as they are', async () => {
    const before = (await show('p002')).report;
    expect(before.templates).toHaveLength(6);
    const removed = await withJson('people', 'remove', 'p001', '--yes');
    expect(removed).toMatchObject({ code: 0, report: { erased: 'p001' } });
    const { report } = await withJson<PersonList>('people', 'list');
    expect(report.people.map(({ externalId }) => externalId)).toEqual(['p002', 'p003']);
    expect((await show('p002')).report).toEqual(before);
    const gone = await place.runStore('verify', 'p001', print('p001', 2, 4), ...PRINTS);
    expect(gone.code).toBe(64);
    const found = await identify(print('p001', RIGHT_INDEX, 4));
    expect(found).toMatchObject({ code: 1, report: { people: 2, references: 10 } });
  });
});
