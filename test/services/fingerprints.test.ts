/** The use cases with fingerprints; what they share with faces is tested with faces. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareFeatures } from '../../app/core/features.ts';
import type { FingerPosition, PersonId } from '../../app/core/vocabulary.ts';
import { createComparison } from '../../app/services/decisions/comparison.ts';
import { createEnrolment } from '../../app/services/enrolment/enrolment.ts';
import { createIdentification } from '../../app/services/decisions/identification.ts';
import { createPeopleService } from '../../app/services/people/people.ts';
import { createVerification } from '../../app/services/decisions/verification.ts';
import type { Store } from '../../app/store/index.ts';
import { PRINT_QUALITY } from '../store/fixtures.ts';
import {
  PRINT_SCALE,
  anchorsAt,
  createFakeEngine,
  face,
  image,
  print,
  sha256Of,
  type FakeOptions,
} from './fake-engine.ts';
import { enrolAt, failureOf, jobContext, temporaryFolder, temporaryStore } from './support.ts';

const RIGHT_INDEX = 2;
const LEFT_INDEX = 7;
const PRINTS = { modality: 'fingerprint' } as const;
const FACES = { modality: 'face', face: 'main' } as const;
const CHOICES = { capture: PRINTS, allowLookAlike: false, allowDisagreement: false };

/** A reference of a finger at angles of one pattern. */
function enrolFinger(
  store: Store,
  externalId: string,
  finger: FingerPosition,
  pattern: number,
  degrees: readonly number[],
) {
  const person =
    store.people.findByExternalId(externalId) ??
    store.people.create({ externalId, displayName: `Name of ${externalId}` });
  const templates = degrees.map((angle) => addPrint(store, person.id, finger, pattern, angle));
  return { person, templates };
}

function addPrint(
  store: Store,
  personId: PersonId,
  finger: FingerPosition,
  pattern: number,
  degrees: number,
) {
  return store.templates.add({
    personId,
    modality: 'fingerprint',
    finger,
    modelId: PRINT_SCALE.modelId,
    features: anchorsAt(pattern, degrees),
    quality: PRINT_QUALITY,
    sourceSha256: sha256Of(`${personId} ${finger} ${pattern} ${degrees}`),
    provider: 'cpu',
  });
}

const TIME = '2026-11-25T12:00:00.000Z';

function servicesUnderTest(options: FakeOptions = {}) {
  const store = temporaryStore();
  const engine = createFakeEngine(options);
  const both = { engine, store };
  return {
    ...both,
    ...createVerification(both),
    ...createIdentification(both),
    ...createEnrolment(both),
    comparison: createComparison(both),
    people: createPeopleService({ store, now: () => TIME, emit: () => undefined }),
    attempts: () => store.attempts.list({ limit: 10 }),
  };
}

describe('comparison', () => {
  test('of two prints is decided by their anchors', async () => {
    const { comparison } = servicesUnderTest();
    const compare = (probe: Uint8Array, reference: Uint8Array) =>
      comparison.compare({ probe, reference, capture: { ...PRINTS, dpi: 569 } });
    const mated = await compare(print(1, 0), print(1, 30));
    expect(mated).toMatchObject({
      modality: 'fingerprint',
      probe: {
        outcome: 'acquired',
        modality: 'fingerprint',
        finger: 0,
        resolution: { dpi: 569, origin: 'given' },
        quality: PRINT_QUALITY,
      },
      decision: {
        outcome: 'match',
        distance: compareFeatures(PRINT_SCALE, anchorsAt(1, 0), anchorsAt(1, 30)),
        margin: 1.1,
        modelId: 'fake-print-1',
      },
    });
    expect(mated.probe).not.toHaveProperty('features');
    const { decision } = await compare(print(1, 0), print(2, 0));
    expect(decision?.outcome).toBe('non-match');
  });

  test('of a list analyses each image once, and tells its progress', async () => {
    const { comparison, engine } = servicesUnderTest({ lanes: 2 });
    const folder = temporaryFolder();
    const names = Array.from({ length: 20 }, (_, i) => `${i}.png`);
    names.forEach((name, i) => writeFileSync(path.join(folder, name), print(i >> 1, i % 2)));
    const pairs = names.flatMap((probe) => names.map((reference) => ({ probe, reference })));
    const context = jobContext();
    const compared = await comparison.comparePairs(
      { folder, pairs, capture: PRINTS, withEmbeddings: false },
      context,
    );
    expect(engine.analysed).toHaveLength(names.length);
    expect(compared).toMatchObject({ modality: 'fingerprint', modelId: 'fake-print-1' });
    expect(compared.pairs.map(({ outcome }) => outcome)).toEqual(
      pairs.map(({ probe, reference }) =>
        parseInt(probe) >> 1 === parseInt(reference) >> 1 ? 'match' : 'non-match',
      ),
    );
    expect(context.told.map(([phase]) => phase)).toContain('comparing');
  });

  test('of a list has no embeddings to write out', async () => {
    const { comparison } = servicesUnderTest();
    const pairs = [{ probe: 'a', reference: 'b' }];
    const input = { folder: '/', pairs, capture: PRINTS, withEmbeddings: true };
    const failure = await failureOf(() => comparison.comparePairs(input, jobContext()));
    expect(failure).toMatchObject({ code: 'bad-input' });
  });
});

describe('verification', () => {
  test('takes the closest of all fingers, and says which one it was', async () => {
    const { store, verify, attempts } = servicesUnderTest();
    enrolFinger(store, 'ada', RIGHT_INDEX, 1, [0, 5]);
    const { templates } = enrolFinger(store, 'ada', LEFT_INDEX, 2, [10]);
    const report = await verify({ externalId: 'ada', probe: print(2, 0), capture: PRINTS });
    expect(report).toMatchObject({
      outcome: 'match',
      modality: 'fingerprint',
      finger: LEFT_INDEX,
      references: 3,
      templateId: templates[0].id,
      decision: { limit: { references: 3 }, modelId: 'fake-print-1' },
    });
    expect(attempts()).toMatchObject([{ modality: 'fingerprint', modelId: 'fake-print-1' }]);
  });

  test('of a finger compares with its references only', async () => {
    const { store, verify } = servicesUnderTest();
    enrolFinger(store, 'ada', RIGHT_INDEX, 1, [0, 5]);
    enrolFinger(store, 'ada', LEFT_INDEX, 2, [10]);
    const capture = { ...PRINTS, finger: RIGHT_INDEX } as const;
    const other = await verify({ externalId: 'ada', probe: print(2, 0), capture });
    expect(other).toMatchObject({ outcome: 'non-match', finger: RIGHT_INDEX, references: 2 });
    const own = await verify({ externalId: 'ada', probe: print(1, 0), capture });
    expect(own).toMatchObject({ outcome: 'match', decision: { limit: { references: 2 } } });
    const none = await verify({
      externalId: 'ada',
      probe: print(1, 0),
      capture: { ...PRINTS, finger: 1 },
    });
    expect(none).toMatchObject({ outcome: 'no-reference', finger: 1, references: 0 });
  });

  test('knows faces and fingers of one person apart', async () => {
    const { store, verify, attempts } = servicesUnderTest();
    enrolAt(store, 'ada', 0, [0]);
    const probe = print(1, 0);
    const report = await verify({ externalId: 'ada', probe, capture: PRINTS });
    expect(report).toMatchObject({ outcome: 'no-reference', references: 0 });
    enrolFinger(store, 'ada', RIGHT_INDEX, 1, [0]);
    expect(await verify({ externalId: 'ada', probe, capture: PRINTS })).toMatchObject({
      outcome: 'match',
      references: 1,
    });
    const seen = await verify({ externalId: 'ada', probe: face(0, 0), capture: FACES });
    expect(seen).toMatchObject({ outcome: 'match', modality: 'face', references: 1 });
    expect(seen).not.toHaveProperty('finger');
    expect(attempts().map(({ modality }) => modality)).toEqual([
      'face',
      'fingerprint',
      'fingerprint',
    ]);
  });

  test('that fails to acquire is on record with its reason', async () => {
    const { store, verify, attempts } = servicesUnderTest();
    enrolFinger(store, 'ada', RIGHT_INDEX, 1, [0]);
    const probe = image('problem too-dry');
    const report = await verify({ externalId: 'ada', probe, capture: PRINTS });
    expect(report).toMatchObject({
      outcome: 'failure-to-acquire',
      probe: { modality: 'fingerprint', reasons: [{ problem: 'too-dry' }] },
    });
    expect(attempts()).toMatchObject([{ reasons: [{ problem: 'too-dry' }] }]);
  });

  test('without models of fingerprints is a failure that says so; faces go on', async () => {
    const { store, verify } = servicesUnderTest({ printScale: null });
    enrolAt(store, 'ada', 0, [0]);
    const probe = face(0, 0);
    const call = () => verify({ externalId: 'ada', probe, capture: PRINTS });
    expect((await failureOf(call)).code).toBe('model-missing');
    expect((await verify({ externalId: 'ada', probe, capture: FACES })).outcome).toBe('match');
  });
});

describe('identification', () => {
  test('finds the person by any finger, and never by a face', async () => {
    const { store, identify, attempts } = servicesUnderTest();
    enrolFinger(store, 'ada', RIGHT_INDEX, 1, [0]);
    enrolFinger(store, 'bob', RIGHT_INDEX, 2, [0]);
    const { templates } = enrolFinger(store, 'bob', LEFT_INDEX, 3, [0]);
    enrolAt(store, 'eve', 0, [0]);
    const report = await identify({ probe: print(3, 5), capture: PRINTS, count: 5 });
    expect(report).toMatchObject({
      outcome: 'match',
      modality: 'fingerprint',
      people: 2,
      references: 3,
    });
    expect(report.candidates).toMatchObject([
      { externalId: 'bob', finger: LEFT_INDEX, templateId: templates[0].id, outcome: 'match' },
      { externalId: 'ada', finger: RIGHT_INDEX, outcome: 'non-match' },
    ]);
    expect(attempts()).toMatchObject([{ kind: 'identification', modality: 'fingerprint' }]);
  });

  test('of few references is no looser than a verification', async () => {
    const { store, identify } = servicesUnderTest();
    enrolFinger(store, 'ada', RIGHT_INDEX, 1, [0]);
    const report = await identify({ probe: print(1, 0), capture: PRINTS, count: 1 });
    expect(report.decision?.limit).toMatchObject({ threshold: 0.9, references: 1 });
    expect(report.decision?.limit.targetRate).toBeCloseTo(1e-3, 12);
  });
});

describe('enrolment', () => {
  const enrolled = { ...CHOICES, capture: { ...PRINTS, finger: RIGHT_INDEX } as const };

  test('keeps the finger, and counts references by finger', async () => {
    const { store, enrol, people } = servicesUnderTest();
    const images = [print(1, 0), print(1, 10)];
    const report = await enrol({ externalId: 'ada', images, ...enrolled });
    expect(report).toMatchObject({
      outcome: 'enrolled',
      modality: 'fingerprint',
      references: 2,
      fingers: [{ finger: RIGHT_INDEX, references: 2, wanting: 1 }],
    });
    const left = await enrol({
      externalId: 'ada',
      images: [print(2, 0)],
      ...CHOICES,
      capture: { ...PRINTS, finger: LEFT_INDEX },
    });
    expect(left.fingers).toEqual([
      { finger: RIGHT_INDEX, references: 2, wanting: 1 },
      { finger: LEFT_INDEX, references: 1, wanting: 2 },
    ]);
    const { templates, attempts } = await people.show('ada');
    expect(
      templates.map((template) => template.modality === 'fingerprint' && template.finger),
    ).toEqual([RIGHT_INDEX, RIGHT_INDEX, LEFT_INDEX]);
    expect(templates[0]).toMatchObject({ quality: PRINT_QUALITY });
    expect(templates[0]).not.toHaveProperty('features');
    expect(attempts).toMatchObject([{ modality: 'fingerprint' }, { modality: 'fingerprint' }]);
    expect(store.templates.countByModel()).toMatchObject([
      { modality: 'fingerprint', modelId: 'fake-print-1', templates: 3 },
    ]);
  });

  test('of one finger wants its impressions to agree', async () => {
    const { enrol } = servicesUnderTest();
    const images = [print(1, 0), print(1, 5), print(2, 0)];
    const report = await enrol({ externalId: 'ada', images, ...enrolled });
    expect(report).toMatchObject({ outcome: 'failure-to-enrol', refusals: ['samples-disagree'] });
    expect(report.disagreements).toMatchObject([{ image: 2, with: 0 }]);
  });

  test('of prints that nobody named as one finger wants them to agree as well', async () => {
    const { enrol } = servicesUnderTest();
    const images = [print(1, 0), print(2, 0)];
    const report = await enrol({ externalId: 'ada', images, ...CHOICES });
    expect(report.refusals).toEqual(['samples-disagree']);
  });

  test('of another finger of the person need not agree with the first one', async () => {
    const { store, enrol } = servicesUnderTest();
    enrolFinger(store, 'ada', LEFT_INDEX, 1, [0]);
    const report = await enrol({ externalId: 'ada', images: [print(2, 0)], ...enrolled });
    expect(report).toMatchObject({ outcome: 'enrolled', disagreements: [] });
    const again = await enrol({ externalId: 'ada', images: [print(3, 0)], ...enrolled });
    expect(again.disagreements).toMatchObject([{ image: 0, with: 'enrolled' }]);
  });

  test('tells whoever has such a finger already', async () => {
    const { store, enrol } = servicesUnderTest();
    enrolFinger(store, 'bob', LEFT_INDEX, 1, [0]);
    const report = await enrol({ externalId: 'ada', images: [print(1, 5)], ...enrolled });
    expect(report.refusals).toEqual(['resembles-another-person']);
    expect(report.lookAlikes).toMatchObject([{ externalId: 'bob' }]);
  });

  test('of a list takes the finger of each row, else that of all', async () => {
    const { store, engine, enrolPeople } = servicesUnderTest();
    const folder = temporaryFolder();
    const files = { 'a.png': print(1, 0), 'b.png': print(2, 0), 'c.png': print(3, 0) };
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(path.join(folder, name), bytes);
    }
    const people = [
      {
        externalId: 'ada',
        images: [{ path: 'a.png', finger: 1 as const }, { path: 'b.png' }],
      },
      { externalId: 'bob', images: [{ path: 'c.png', finger: 3 as const }] },
    ];
    const { reports } = await enrolPeople({ folder, people, ...enrolled }, jobContext());
    expect(reports.map(({ outcome, fingers }) => [outcome, fingers])).toEqual([
      [
        'enrolled',
        [
          { finger: 1, references: 1, wanting: 2 },
          { finger: RIGHT_INDEX, references: 1, wanting: 2 },
        ],
      ],
      ['enrolled', [{ finger: 3, references: 1, wanting: 2 }]],
    ]);
    expect(engine.captures).toMatchObject([{ finger: 1 }, { finger: 2 }, { finger: 3 }]);
    const { fingers } = store.templates.listOfModel('fingerprint', PRINT_SCALE.modelId);
    expect(fingers).toEqual([1, 2, 3]);
  });
});
