/** What the screen of enrolment reads out of reports, and asks of the commands. */
import { describe, expect, test } from 'vitest';
import type { EnrolmentReport, PersonDetails } from '../../app/contract/results.ts';
import { enrolmentPlanInput } from '../../app/contract/enrolment-plan.ts';
import { verificationCommands } from '../../app/contract/verification.ts';
import { FINGERPRINT } from '../../app/core/parameters.ts';
import type { Distance } from '../../app/core/vocabulary.ts';
import { importInput, ruleOf } from '../../renderer/screens/enrol/import-input.ts';
import { importRows, whyOf } from '../../renderer/screens/enrol/import-rows.ts';
import {
  judgementOf,
  overridesOf,
  usableIds,
  type Judgement,
} from '../../renderer/screens/enrol/judgement.ts';
import { holdingConsent, samplesOf } from '../../renderer/screens/enrol/known-person.ts';
import { dpiOf } from '../../renderer/parts/dpi.ts';
import { hintFor, SAMPLES } from '../../renderer/screens/enrol/plan.ts';
import { words } from '../../renderer/words/words.ts';

const far = (value: number) => value as Distance;

// Only what the functions read of an image that was acquired.
const acquired = {
  outcome: 'acquired',
  modality: 'face',
} as EnrolmentReport['images'][number]['sample'];
const faceless = {
  outcome: 'failure-to-acquire',
  reasons: [{ problem: 'no-face' }],
} as unknown as EnrolmentReport['images'][number]['sample'];

const CLEAR: EnrolmentReport = {
  outcome: 'enrolled',
  modality: 'face',
  externalId: 'A-1',
  images: [
    { image: 0, sample: acquired, status: 'enrolled' },
    { image: 1, sample: faceless, status: 'not-acquired' },
    { image: 2, sample: acquired, status: 'enrolled' },
  ],
  refusals: [],
  disagreements: [],
  agreementLimit: far(1.05),
  lookAlikes: [],
  lookAlikeLimit: far(0.9),
  references: 2,
};

const REFUSED: EnrolmentReport = {
  ...CLEAR,
  outcome: 'failure-to-enrol',
  images: CLEAR.images.map((one) =>
    one.status === 'enrolled' ? { ...one, status: 'refused' } : one,
  ),
  refusals: ['samples-disagree', 'resembles-another-person'],
  disagreements: [{ image: 2, with: 0, distance: far(1.31) }],
  lookAlikes: [{ externalId: 'B-1', displayName: 'Bo', distance: far(0.41), image: 0 }],
  references: 0,
};

describe('a trial run, read back to its samples', () => {
  const judgement: Judgement = { ids: [7, 4, 9], report: REFUSED };

  test('finds each sample by its id, and the sample it is too far from by that one’s id', () => {
    expect(judgementOf(judgement, 9)).toEqual({
      entry: REFUSED.images[2],
      apart: [{ from: 7, distance: 1.31 }],
    });
    expect(judgementOf(judgement, 7)?.apart).toEqual([]);
  });

  test('says nothing of a sample that came later', () => {
    expect(judgementOf(judgement, 5)).toBeUndefined();
    expect(judgementOf(undefined, 7)).toBeUndefined();
  });

  test('counts as usable what would be a reference without the warnings', () => {
    expect(usableIds(judgement)).toEqual([7, 9]);
    expect(usableIds({ ids: [7, 4, 9], report: CLEAR })).toEqual([7, 9]);
    expect(usableIds(undefined)).toEqual([]);
  });

  test('allows only what was warned of', () => {
    expect(overridesOf(['samples-disagree'])).toEqual({
      allowLookAlike: false,
      allowDisagreement: true,
    });
    expect(overridesOf(['image-of-another-person']).allowLookAlike).toBe(true);
    expect(overridesOf([])).toEqual({ allowLookAlike: false, allowDisagreement: false });
  });
});

describe('the plan', () => {
  test('asks for as many impressions as are advised', () => {
    expect(SAMPLES.fingerprint.wanted).toBe(FINGERPRINT.advisedImpressions);
  });

  test('has a hint for every sample up to the most, and asks for the straight one once', () => {
    for (const modality of ['face', 'fingerprint'] as const) {
      const hints = words().enrol.hintFor[modality];
      const all = Array.from({ length: SAMPLES[modality].most }, (_, at) => hintFor(hints, at + 1));
      expect(all.slice(0, hints.length)).toEqual(hints);
      expect(all.filter((hint) => hint === hints[0])).toHaveLength(1);
      expect(all.every((hint) => hints.includes(hint))).toBe(true);
    }
  });

  test('takes a resolution within the bounds of the contract, or none', () => {
    expect(dpiOf('')).toBeUndefined();
    expect(dpiOf(' 500 ')).toBe(500);
    expect(dpiOf(String(FINGERPRINT.maxDpi + 1))).toBe('wrong');
    expect(dpiOf('fine')).toBe('wrong');
  });
});

describe('who is there', () => {
  // Only what the functions read.
  const known = {
    templates: [
      { modality: 'fingerprint', finger: 7 },
      { modality: 'face' },
      { modality: 'fingerprint', finger: 2 },
      { modality: 'fingerprint', finger: 7 },
    ],
    consents: [
      { purpose: 'new', retainUntil: '2026-03-01' },
      { purpose: 'old', retainUntil: '2030-01-01' },
    ],
  } as unknown as PersonDetails;

  test('is told by kind and finger', () => {
    expect(samplesOf(known)).toEqual([
      '1 face',
      '1 impression of the right index finger',
      '2 impressions of the left index finger',
    ]);
  });

  test('is asked again once the newest consent has run out, on that very day too', () => {
    expect(holdingConsent(known, '2026-02-28')?.purpose).toBe('new');
    expect(holdingConsent(known, '2026-03-01')).toBeUndefined();
    expect(holdingConsent(undefined, '2026-01-01')).toBeUndefined();
  });
});

describe('an import', () => {
  const plan = {
    people: [
      { externalId: 'A-1', images: [{ path: 'A-1/1.png', finger: 2 as const }], enrolled: false },
      { externalId: 'B-1', displayName: 'Bo', images: [{ path: 'B-1/1.png' }], enrolled: true },
    ],
    images: 2,
    without: { files: 0, first: [] },
    missing: { files: 0, first: [] },
    leftOut: 0,
  };
  const consent = { purpose: 'Door', retainUntil: '2099-01-01' };
  const choice = { modality: 'fingerprint', finger: 3, dpi: '500' } as const;

  test('is asked for in the words of the contract', () => {
    const input = importInput('folder-1', plan, choice, consent);
    expect(verificationCommands['enrolment.start'].input.parse(input)).toMatchObject({
      folder: 'folder-1',
      people: [{ externalId: 'A-1', images: [{ finger: 2 }] }, { displayName: 'Bo' }],
      capture: { modality: 'fingerprint', finger: 3, dpi: 500 },
      consent,
    });
  });

  test('waits for consent, for people, and for a resolution that can be', () => {
    expect(importInput('folder-1', plan, choice, undefined)).toBeUndefined();
    expect(importInput('folder-1', { ...plan, people: [] }, choice, consent)).toBeUndefined();
    expect(importInput('folder-1', plan, { ...choice, dpi: '9' }, consent)).toBeUndefined();
  });

  test('looks through the folder by a rule that is complete', () => {
    const rules = [
      ruleOf({ kind: 'folder', pattern: '', list: undefined }),
      ruleOf({ kind: 'pattern', pattern: ' {person}_{n} ', list: undefined }),
      ruleOf({ kind: 'list', pattern: '', list: 'person,path' }),
    ];
    for (const rule of rules) {
      const asked = { folder: 'folder-1', modality: 'face', rule };
      expect(enrolmentPlanInput.safeParse(asked).success).toBe(true);
    }
    expect(ruleOf({ kind: 'pattern', pattern: ' ', list: undefined })).toBeUndefined();
    expect(ruleOf({ kind: 'list', pattern: '', list: undefined })).toBeUndefined();
  });

  test('says of each person what became of them and why', () => {
    const names = new Map([['A-1', 'Ana']]);
    const [clear, refused] = importRows([CLEAR, { ...REFUSED, externalId: 'C-1' }], names);
    expect(clear).toMatchObject({ name: 'Ana', outcome: 'enrolled', images: 3, added: 2 });
    expect(clear.why).toBe('1 image: no face was found');
    expect(refused).toMatchObject({ name: '', added: 0, references: 0 });
    expect(refused.why).toBe(
      'Samples don’t agree (distance 1.31, limit 1.05); Looks like Bo (distance 0.41, limit 0.90); 1 image: no face was found',
    );
    const known = { ...CLEAR, outcome: 'nothing-new', images: [] } as const;
    expect(whyOf(known)).toBe('On record already');
  });
});
