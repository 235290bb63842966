import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditSummary, WhoIsWhoPreview } from '../../app/contract/results.ts';
import type { AuditOutcome, AuditSettings } from '../../app/core/audit.ts';
import type { AcquisitionReason } from '../../app/core/vocabulary.ts';
import { haveWeights } from '../engine/models.ts';
import {
  DRAWN_PEOPLE,
  drawnFacePng,
  drawScene,
  encodeJpeg,
  REFUSED,
} from '../fixtures/drawn-face.ts';
import { makeHostile } from './hostile.ts';
import { because, picture, SIDE_PX, withComment } from './pictures.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 180_000;

const REPORTS = ['audit.csv', 'audit.json', 'audit-duplicates.csv'] as const;

type Row = Readonly<Record<string, string>>;

interface ReportFile {
  readonly path: string;
  readonly claim?: string;
  readonly outcome: AuditOutcome;
  readonly person?: string;
  readonly distance?: number;
  readonly threshold?: number;
  readonly looksLike?: string;
  readonly looksLikeDistance?: number;
  readonly faces?: number;
  readonly reasons: readonly AcquisitionReason[];
  readonly sha256?: string;
}

interface Report {
  readonly format: string;
  readonly settings: AuditSettings;
  readonly summary: {
    readonly files: number;
    readonly outcomes: Readonly<Record<AuditOutcome, number>>;
    readonly strangersAlike: number;
    readonly duplicates: number;
  };
  readonly files: readonly ReportFile[];
  readonly duplicates: readonly Readonly<Record<string, unknown>>[];
}

/** Ada, Bob and Carl are enrolled; the twin is Ada once more, under another id. */
const LIST = `person,path
ada,ada-0.jpg
bob,bob-0.jpg
bob,bob-1.jpg
carl,carl-0.jpg
twin,ada-1.jpg
`;

describe.skipIf(!haveWeights)(`audit${because}`, { timeout: MINUTES }, () => {
  let place: Workplace;
  const audit = (folder: string, ...args: string[]) =>
    place.runStore('audit', folder, ...ONE_LANE, ...args);
  const reportOf = (folder: string) => JSON.parse(place.readText(`${folder}/audit.json`)) as Report; // Written by the product.
  const rowsOf = (file: string): Row[] => parse(place.readText(file), { columns: true });

  beforeAll(async () => {
    place = openWorkplace();
    const people = ['ada', 'bob', 'carl', 'stranger'];
    const images = new Map<string, Buffer>();
    for (const [person, name] of people.entries()) {
      for (const variation of name === 'stranger' ? [0] : [0, 1, 2]) {
        images.set(`${name}-${variation}`, await picture(person, variation));
      }
    }
    const image = (name: string) => images.get(name) ?? Buffer.alloc(0);
    for (const name of ['ada-0', 'ada-1', 'bob-0', 'bob-1', 'carl-0']) {
      place.write(`enrolled/${name}.jpg`, image(name));
    }
    place.write('people.csv', LIST);
    const enrolled = await place.runStore(
      'enrol',
      ...['--list', 'people.csv', '--root', 'enrolled', '--allow-look-alike', ...ONE_LANE],
    );
    expect(enrolled).toMatchObject({ code: 0, stdout: '4 of 4 people enrolled\n' });

    const captures: Readonly<Record<string, Uint8Array>> = {
      // Closer to the twin's reference, which it is, than to Ada's.
      'ada/as-the-twin.jpg': image('ada-1'),
      'ada/bob.jpg': image('bob-2'),
      'bob/bob.jpg': withComment(image('bob-2'), 'once more'),
      'bob/wrong-extension.png': withComment(image('bob-1'), 'inside it is a JPEG'),
      'bob/really-png.jpg': await drawnFacePng(DRAWN_PEOPLE[1], 2, {
        width: SIDE_PX,
        height: SIDE_PX,
      }),
      'carl/carl.jpg': image('carl-2'),
      'carl/=1+1.jpg': image('carl-1'),
      'carl/empty-room.jpg': await picture(2, 0, REFUSED['no-face']),
      'carl/two.jpg': await twoPeople(),
      'poor/blurred.jpg': await big(REFUSED['too-blurred']),
      'poor/cut-off.jpg': await big(REFUSED['cut-off']),
      'poor/dark.jpg': await big(REFUSED['too-dark']),
      'poor/tiny.jpg': await big(REFUSED['face-too-small']),
      'stranger/carl.jpg': image('carl-2'),
      'stranger/stranger.jpg': image('stranger-0'),
      'loose.jpg': image('bob-2'),
    };
    for (const [file, bytes] of Object.entries(captures)) place.write(`captures/${file}`, bytes);
    for (const name of ['ada_0', 'bob_2', 'stranger_0']) {
      place.write(`few/${name}.jpg`, image(name.replace('_', '-')));
    }
    for (const out of ['first', 'second', 'third']) place.write(`${out}/README`, '');
  }, MINUTES);
  afterAll(() => place?.remove());

  function twoPeople(): Promise<Buffer> {
    const faces = [2, 3].map((index, i) => ({
      person: DRAWN_PEOPLE[index],
      variation: 1,
      x: 110 + 180 * i,
      y: 120,
      size: 130,
    }));
    return encodeJpeg(drawScene({ width: 400, height: 240, faces }));
  }

  describe('of a folder for each person', () => {
    let problems: ReadonlyMap<string, string>;
    let report: Report;
    let rows: Row[];
    const ofFile = (path: string) => report.files.find((file) => file.path === path);

    beforeAll(async () => {
      problems = makeHostile(place, 'captures', place.read('enrolled/carl-0.jpg'));
      const ended = await audit('captures', '--face', 'only', '--out', 'first', '--json');
      expect(ended.code).toBe(0);
      expect(remarks(ended)).toEqual([]);
      report = reportOf('first');
      rows = rowsOf('first/audit.csv');
      const { auditId, modality, reports, identificationRate, ...summary } = answer<
        AuditSummary & { reports: string[] }
      >(ended);
      expect(modality).toBe('face');
      expect(summary).toEqual(report.summary);
      expect(auditId).toMatch(/^[0-9a-f-]{36}$/);
      expect(identificationRate).toBe(0.01);
      expect(reports).toEqual(REPORTS.map((name) => `first/${name}`));
    }, MINUTES);

    test('says of every file what it is', () => {
      const outcomes = Object.fromEntries(
        report.files
          .filter(({ path }) => !problems.has(path))
          .map(({ path, outcome }) => [path, outcome]),
      );
      expect(outcomes).toEqual({
        'ada/as-the-twin.jpg': 'ambiguous',
        'ada/bob.jpg': 'mismatch',
        'bob/bob.jpg': 'match',
        'bob/really-png.jpg': 'match',
        'bob/wrong-extension.png': 'match',
        'carl/=1+1.jpg': 'match',
        'carl/carl.jpg': 'match',
        'carl/empty-room.jpg': 'no-face',
        'carl/two.jpg': 'several-faces',
        'loose.jpg': 'match',
        'poor/blurred.jpg': 'poor',
        'poor/cut-off.jpg': 'poor',
        'poor/dark.jpg': 'poor',
        'poor/tiny.jpg': 'poor',
        'stranger/carl.jpg': 'not-enrolled',
        'stranger/stranger.jpg': 'not-enrolled',
      });
    });

    test('tells the unreadable with what is wrong with each', () => {
      for (const [path, problem] of problems) {
        const file = ofFile(path);
        expect(file?.outcome, path).toBe('unreadable');
        expect(
          file?.reasons.map((reason) => reason.problem),
          path,
        ).toEqual([problem]);
      }
    });

    test('tells whom an image looks like that shows somebody else', () => {
      expect(ofFile('ada/bob.jpg')).toMatchObject({ person: 'ada', looksLike: 'bob', faces: 1 });
      expect(ofFile('ada/as-the-twin.jpg')).toMatchObject({
        person: 'ada',
        looksLike: 'twin',
        looksLikeDistance: 0,
      });
      expect(ofFile('stranger/carl.jpg')).toMatchObject({ looksLike: 'carl' });
      expect(ofFile('stranger/stranger.jpg')?.looksLike).toBeUndefined();
      expect(report.summary.strangersAlike).toBe(1);
      expect(ofFile('carl/two.jpg')).toMatchObject({ faces: 2 });
    });

    test('finds images that two people are said to own', () => {
      const found = report.duplicates.map(({ kind, path, other_path: other }) => ({
        kind,
        path,
        other,
      }));
      const bobs = ['bob/bob.jpg', 'bob/really-png.jpg', 'bob/wrong-extension.png'];
      expect(found).toEqual([
        ...bobs.map((other) => ({ kind: 'same-person', path: 'ada/bob.jpg', other })),
        { kind: 'same-person', path: 'carl/=1+1.jpg', other: 'stranger/carl.jpg' },
        { kind: 'same-file', path: 'carl/carl.jpg', other: 'stranger/carl.jpg' },
      ]);
    });

    test('says the same in CSV as in JSON', () => {
      expect(report.format).toBe('twinmark-audit-1');
      expect(report.summary.files).toBe(report.files.length);
      const fixed = (value: number | undefined) => value?.toFixed(6) ?? '';
      expect(rows).toHaveLength(report.files.length);
      rows.forEach((row, i) => {
        const file = report.files[i];
        expect(row).toMatchObject({
          path: file.path,
          claim: file.claim ?? '',
          outcome: file.outcome,
          person: file.person ?? '',
          distance: fixed(file.distance),
          threshold: fixed(file.threshold),
          looks_like: file.looksLike ?? '',
          looks_like_distance: fixed(file.looksLikeDistance),
          faces: String(file.faces ?? ''),
          sha256: file.sha256 ?? '',
        });
        const [first] = file.reasons;
        if (first === undefined) expect(row.reason).toBe('');
        else expect(row.reason.startsWith(first.problem)).toBe(true);
      });
      const counts = Object.entries(report.summary.outcomes);
      for (const [outcome, number] of counts) {
        expect(rows.filter((row) => row.outcome === outcome)).toHaveLength(number);
        expect(number, `${outcome} was provoked`).toBeGreaterThan(0);
      }
      const duplicates = rowsOf('first/audit-duplicates.csv');
      expect(duplicates).toEqual(
        report.duplicates.map((each) => ({ ...each, distance: fixed(Number(each.distance)) })),
      );
    });

    test('reports hold no path of this machine and no time', () => {
      for (const name of REPORTS) {
        const text = place.readText(`first/${name}`);
        expect(text).not.toContain(place.folder);
        expect(text).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:/);
      }
    });

    test('a second time is a new audit with the same bytes', async () => {
      const { code, stdout, stderr } = await audit('captures', '--face', 'only', '--out', 'second');
      expect(code).toBe(0);
      expect(stderr).not.toContain('resuming');
      for (const name of REPORTS) {
        expect(place.readText(`second/${name}`)).toBe(place.readText(`first/${name}`));
      }
      const { files, outcomes } = report.summary;
      expect(stdout).toMatch(new RegExp(`^${files} files\n`));
      expect(stdout).toContain('  match          shows the person it should\n');
      const enrolled = outcomes.match + outcomes.mismatch + outcomes.ambiguous;
      expect(stdout).toContain(
        `${outcomes.match} of ${enrolled} usable images of enrolled people match (`,
      );
      expect(stdout).toContain('\n5 pairs of images of different people show one person\n');
      expect(stdout).toMatch(/\nreports: second\/audit\.csv, /);
    });
  });

  test('the names of the files may say who is who; a preview shows it and checks nothing', async () => {
    const ended = await audit('few', '--pattern', '{person}_{number}', '--preview', '--json');
    expect(ended.code).toBe(0);
    expect(answer<WhoIsWhoPreview>(ended)).toEqual({
      files: 3,
      first: [
        { path: 'ada_0.jpg', claim: 'ada', enrolled: true },
        { path: 'bob_2.jpg', claim: 'bob', enrolled: true },
        { path: 'stranger_0.jpg', claim: 'stranger', enrolled: false },
      ],
    });
    expect(() => place.read('audit.csv')).toThrow('ENOENT');
  });

  test('a manifest may say who is who; what it lists and nobody finds is reported', async () => {
    place.write(
      'who.csv',
      'person,path\nbob,./ada_0.jpg\nbob,bob_2.jpg\ncarl,"gone/""carl"".jpg"\n',
    );
    const ended = await audit('few', '--manifest', 'who.csv', '--out', 'third');
    expect(ended.code).toBe(0);
    expect(rowsOf('third/audit.csv')).toMatchObject([
      { path: 'ada_0.jpg', claim: 'bob', outcome: 'mismatch', looks_like: 'ada' },
      { path: 'bob_2.jpg', claim: 'bob', outcome: 'match' },
      { path: 'gone/"carl".jpg', claim: 'carl', outcome: 'unreadable', reason: 'file-not-found' },
      { path: 'stranger_0.jpg', claim: '', outcome: 'not-enrolled' },
    ]);
  });

  test('where nothing says who is who, everybody is searched', async () => {
    const ended = await audit('few', '--anybody', '--out', 'third');
    expect(ended.code).toBe(0);
    expect(rowsOf('third/audit.csv')).toMatchObject([
      { path: 'ada_0.jpg', claim: '', outcome: 'ambiguous', person: 'ada', looks_like: 'twin' },
      { path: 'bob_2.jpg', claim: '', outcome: 'match', person: 'bob', looks_like: '' },
      { path: 'stranger_0.jpg', claim: '', outcome: 'not-enrolled', person: '' },
    ]);
    expect(rowsOf('third/audit-duplicates.csv')).toEqual([]);
  });

  test('wrong input is told before any work', async () => {
    const both = await audit('few', '--anybody', '--manifest', 'who.csv');
    expect(both).toMatchObject({ code: 64, stdout: '' });
    expect(both.stderr).toContain('at most one of --pattern, --manifest and --anybody');
    const file = await audit('people.csv');
    expect(file).toMatchObject({ code: 64, stdout: '' });
    expect(file.stderr).toContain('Expected a folder for the audit but received a file');
  });
});

/** Large enough for the one damage not to become another. */
function big(options: Parameters<typeof picture>[2]): Promise<Buffer> {
  return picture(0, 0, { ...options, width: 320, height: 320 });
}
