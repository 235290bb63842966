import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  EnrolledPeople,
  EnrolmentReport,
  IdentificationReport,
  PersonDetails,
  PersonList,
  VerificationReport,
} from '../../app/contract/results.ts';
import { haveWeights } from '../engine/models.ts';
import { accurateIsCalibrated } from './manifest.ts';
import { because, picture } from './pictures.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 120_000;

/** Ada's rows stand apart; the last two people have nothing that could be used. */
const LIST = `person,path,name
ada,ada-0.jpg,Ada Lovelace
carl,carl-0.jpg,"Gauß, Carl"
ada,ada-1.jpg,
ada,ada-0-again.jpg,
carl,text.jpg,
dora,text.jpg,Dora
emil,missing.jpg,Emil
`;

// One life: every test goes on where the one before it ended.
describe.skipIf(!haveWeights)(`the life of a person${because}`, { timeout: MINUTES }, () => {
  let place: Workplace;
  const withJson = async <Value>(command: string, ...args: string[]) => {
    const engine = command === 'people' ? [] : ONE_LANE;
    const ended = await place.runStore(command, ...args, ...engine, '--json');
    expect(remarks(ended)).toEqual([]);
    return { code: ended.code, report: answer<Value>(ended) };
  };
  const enrol = (...args: string[]) => withJson<EnrolmentReport>('enrol', ...args);
  const verify = (...args: string[]) => withJson<VerificationReport>('verify', ...args);
  const identify = (...args: string[]) => withJson<IdentificationReport>('identify', ...args);
  const show = (id: string) => withJson<PersonDetails>('people', 'show', id);
  const listPeople = async () => (await withJson<PersonList>('people', 'list')).report;

  beforeAll(async () => {
    place = openWorkplace();
    const people = ['ada', 'bob', 'carl', 'dora', 'stranger'];
    for (const [person, name] of people.entries()) {
      place.write(`${name}-0.jpg`, await picture(person, 0));
    }
    for (const variation of [1, 2, 3]) {
      place.write(`ada-${variation}.jpg`, await picture(0, variation));
    }
    place.write('ada-0-again.jpg', place.read('ada-0.jpg'));
    place.write('text.jpg', 'This is no picture.');
    place.write('people.csv', LIST);
  }, MINUTES);
  afterAll(() => place?.remove());

  test('a list enrols whom it can, and tells whom it can not and why', async () => {
    const { code, report } = await withJson<EnrolledPeople>(
      'enrol',
      ...['--list', 'people.csv', '--root', '.'],
    );
    expect(code).toBe(2);
    const statusesOf = ({ images }: EnrolmentReport) => images.map(({ status }) => status);
    const [ada, carl, dora, emil] = report.reports;
    expect(report.reports).toHaveLength(4);
    expect(ada).toMatchObject({ externalId: 'ada', outcome: 'enrolled', references: 2 });
    expect(statusesOf(ada)).toEqual(['enrolled', 'enrolled', 'same-image']);
    expect(carl).toMatchObject({ externalId: 'carl', outcome: 'enrolled', references: 1 });
    expect(statusesOf(carl)).toEqual(['enrolled', 'not-acquired']);
    for (const [person, problem] of [
      [dora, 'unsupported-format'],
      [emil, 'file-not-found'],
    ] as const) {
      expect(person).toMatchObject({
        outcome: 'failure-to-enrol',
        refusals: ['no-usable-image'],
        references: 0,
        images: [{ status: 'not-acquired', sample: { reasons: [{ problem }] } }],
      });
    }
    const { total, people } = await listPeople();
    expect(total).toBe(2);
    expect(people).toMatchObject([
      { externalId: 'ada', displayName: 'Ada Lovelace' },
      { externalId: 'carl', displayName: 'Gauß, Carl' },
    ]);
  });

  test('an image that is enrolled already adds nothing', async () => {
    const ended = await place.runStore('enrol', 'ada', 'ada-0-again.jpg', ...ONE_LANE);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toBe(
      'NOTHING NEW    ada has 2 references, made from these images\n' +
        '  ada-0-again.jpg: the same image is enrolled already\n',
    );
  });

  test('somebody who looks like an enrolled person is not enrolled unseen', async () => {
    const { code, report } = await enrol('eve-4711', 'ada-2.jpg', 'ada-0.jpg');
    expect(code).toBe(2);
    expect(report).toMatchObject({
      outcome: 'failure-to-enrol',
      refusals: ['image-of-another-person', 'resembles-another-person'],
      images: [{ status: 'refused' }, { status: 'refused' }],
      lookAlikes: [{ externalId: 'ada', displayName: 'Ada Lovelace', distance: 0, image: 1 }],
      references: 0,
    });
  });

  test('unless the operator says so', async () => {
    const args = ['eve-4711', 'ada-2.jpg', '--allow-look-alike', '--name', 'Evelyn Doppelgänger'];
    const { code, report } = await enrol(...args);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      outcome: 'enrolled',
      refusals: [],
      lookAlikes: [{ externalId: 'ada' }],
      references: 1,
    });
  });

  test('images of two people are not enrolled as one', async () => {
    const ended = await place.runStore('enrol', 'bob', 'bob-0.jpg', 'dora-0.jpg', ...ONE_LANE);
    expect(ended.code).toBe(2);
    expect(ended.stdout).toMatch(
      /^NOT ENROLLED {3}bob: the images do not agree on one person \(--allow-disagreement to override\)\n/,
    );
    expect(ended.stdout).toMatch(/^ {2}bob-0\.jpg: usable, not enrolled$/m);
    expect(ended.stdout).toMatch(/^ {2}dora-0\.jpg is 1\.\d{4} from bob-0\.jpg, limit 1\.\d{4}$/m);
  });

  test('unless the operator says so', async () => {
    const override = '--allow-disagreement';
    const { code, report } = await enrol('bob', 'bob-0.jpg', 'dora-0.jpg', override);
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'enrolled', refusals: [], references: 2 });
    expect(report.disagreements).toMatchObject([{ image: 1, with: 0 }]);
  });

  test('the enrolled person is verified, against the closest of all references', async () => {
    const { code, report } = await verify('ada', 'ada-3.jpg');
    expect(code).toBe(0);
    expect(report).toMatchObject({
      outcome: 'match',
      displayName: 'Ada Lovelace',
      references: 2,
      decision: { outcome: 'match', provider: 'cpu', limit: { references: 2 } },
    });
    const { templates, attempts } = (await show('ada')).report;
    expect(templates.map(({ id }) => id)).toContain(report.templateId);
    expect(attempts[0]).toMatchObject({
      id: report.attemptId,
      kind: 'verification',
      outcome: 'match',
      distance: report.decision?.distance,
      threshold: report.decision?.threshold,
    });
  });

  test('somebody else is not', async () => {
    const ended = await place.runStore('verify', 'ada', 'bob-0.jpg', ...ONE_LANE);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('NO MATCH   this is not Ada Lovelace\n');
    expect(ended.stdout).toContain('compared with 2 references\n');
    // She has a look-alike: the guard asks for ten times less.
    expect(ended.stdout).toContain('About 1 in 10,000 searches among 2 references would match');
    expect(ended.stdout).toContain('a stricter limit applies');
  });

  test('nobody can be verified as a person who is not enrolled', async () => {
    const ended = await place.runStore('verify', 'nobody', 'ada-0.jpg', ...ONE_LANE, '--json');
    expect(ended.code).toBe(64);
    expect(answer(ended)).toMatchObject({ failure: { code: 'not-found' } });
  });

  test('an enrolled person is identified; the closest people are listed', async () => {
    const { code, report } = await identify('ada-3.jpg', '--top', '2');
    expect(code).toBe(0);
    expect(report).toMatchObject({ outcome: 'match', people: 4, references: 6 });
    const [first, second] = report.candidates;
    expect(report.candidates).toHaveLength(2);
    expect([first, second].map(({ externalId }) => externalId).sort()).toEqual(['ada', 'eve-4711']);
    expect(first.distance).toBeLessThanOrEqual(second.distance);
    expect(report.decision).toMatchObject({ distance: first.distance, limit: { references: 6 } });
  });

  test('a stranger is nobody', async () => {
    const ended = await place.runStore('identify', 'stranger-0.jpg', ...ONE_LANE);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('NO MATCH   this is none of the 4 people enrolled\n');
    expect(ended.stdout.match(/ beyond /g)).toHaveLength(4);
    expect(ended.stdout).not.toContain('within');
  });

  test('people are found, renamed, and keep their references', async () => {
    const { report: found } = await withJson<PersonList>('people', 'list', '--search', 'GAUSS');
    expect(found).toMatchObject({ total: 1, people: [{ externalId: 'carl' }] });
    const renamed = await withJson(
      'people',
      ...['rename', 'carl', '--id', 'carl-1777', '--name', 'C. F. Gauß', '--notes', 'Göttingen'],
    );
    expect(renamed).toMatchObject({
      code: 0,
      report: { externalId: 'carl-1777', displayName: 'C. F. Gauß', notes: 'Göttingen' },
    });
    expect(await show('carl')).toMatchObject({
      code: 64,
      report: { failure: { code: 'not-found' } },
    });
  });

  test('an erased person is in no file of the store any more', async () => {
    const traces = [
      (await show('eve-4711')).report.person.id,
      'eve-4711',
      'Evelyn Doppelgänger',
      'Doppelgänger',
    ];
    expect(traces.map(isInStore), 'what the search would find').toEqual([true, true, true, true]);
    const unsure = await place.runStore('people', 'remove', 'eve-4711');
    expect(unsure.code).toBe(64);
    expect(unsure.stderr).toContain('nothing was erased');
    expect(traces.map(isInStore)).toEqual([true, true, true, true]);

    const removed = await withJson('people', 'remove', 'eve-4711', '--yes');
    expect(removed).toMatchObject({ code: 0, report: { erased: 'eve-4711', templates: 1 } });
    expect(traces.map(isInStore)).toEqual([false, false, false, false]);
    expect(isInStore('Ada Lovelace')).toBe(true);
    expect((await listPeople()).people.map(({ externalId }) => externalId)).toEqual([
      'ada',
      'bob',
      'carl-1777',
    ]);
  });

  test.skipIf(!accurateIsCalibrated)(
    'references of one encoder are nothing to the other',
    async () => {
      const accurate = await enrol('grace', 'stranger-0.jpg', '--accurate');
      expect(accurate).toMatchObject({ code: 0, report: { outcome: 'enrolled', references: 1 } });
      const { templates } = (await show('grace')).report;
      expect(templates[0].modelId).toMatch(/^face-mobilefacenet-dlib\./);
      const standard = await verify('grace', 'stranger-0.jpg');
      expect(standard).toMatchObject({
        code: 2,
        report: { outcome: 'no-reference', references: 0 },
      });
      expect(standard.report.decision).toBeUndefined();
    },
  );

  function isInStore(text: string): boolean {
    const folder = path.dirname(place.store);
    return readdirSync(folder).some((name) => readFileSync(path.join(folder, name)).includes(text));
  }
});
