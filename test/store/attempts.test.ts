import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AttemptId, Distance, PersonId, Rate, TemplateId } from '../../app/core/vocabulary.ts';
import type { NewAttempt } from '../../app/store/index.ts';
import type { DecisionBasis } from '../../app/core/attempt.ts';
import { SCALE } from '../services/fake-engine.ts';
import { FACE_MODEL, QUALITY, enrol, temporaryFolder, temporaryStore } from './fixtures.ts';

const BARE: NewAttempt = {
  kind: 'verification',
  modality: 'face',
  outcome: 'failure-to-acquire',
  reasons: [{ problem: 'too-blurred', measured: 0.1, limit: 0.4, unit: 'ratio', detail: 'edge' }],
};

const BASIS: DecisionBasis = {
  margin: 1.4 as Distance,
  untunedThreshold: 1 as Distance,
  calibration: { id: 'c', set: 's', protocol: 'p', origin: 'site' },
  falseMatchRate: 0.001 as Rate,
  support: 'measured',
  point: { ...SCALE.calibration.points[2], boundBy: 'person' },
  quality: QUALITY,
  guard: {
    policy: 'stricter',
    nearestDistance: 0.9 as Distance,
    guardDistance: 1 as Distance,
  },
  fusion: {
    method: 'likelihood-ratio',
    falseMatchRate: 1e-6 as Rate,
    targetRate: 1e-3 as Rate,
    independence: 'assumed',
    traits: ['face', 'right-index'],
  },
};

describe('attempts', () => {
  test('come back as recorded: the bare ones without a key too many, the full ones whole', () => {
    const store = temporaryStore();
    const { person, template } = enrol(store, 'P1');
    const full: NewAttempt = {
      ...BARE,
      outcome: 'match',
      personId: person.id,
      templateId: template.id,
      distance: 0.8123456789 as Distance,
      threshold: 1.1 as Distance,
      targetRate: 0.001 as Rate,
      modelId: FACE_MODEL,
      provider: 'webgpu',
      note: 'overridden',
      undecidedThreshold: 1.2 as Distance,
      references: 3,
      calibrationId: 'c',
      use: 'kiosk',
      finger: 2,
      basis: BASIS,
      partOf: store.attempts.record(BARE).id,
    };
    const bare = store.attempts.record(BARE);
    expect(Object.keys(bare).sort()).toEqual([
      'at',
      'id',
      'kind',
      'modality',
      'outcome',
      'reasons',
    ]);
    const recorded = store.attempts.record(full);
    expect(recorded).toEqual({ ...full, id: recorded.id, at: recorded.at });
    expect(store.attempts.get(recorded.id)).toEqual(recorded);
  });

  test('that are captures of one decision are listed with it, and nowhere else unasked', () => {
    const store = temporaryStore();
    const whole = store.attempts.record(BARE);
    const parts = [1, 2].map(() => store.attempts.record({ ...BARE, partOf: whole.id }));
    const last = store.attempts.record(BARE);
    expect(store.attempts.partsOf(whole.id)).toEqual(parts);
    expect(store.attempts.partsOf(last.id)).toEqual([]);
    const ids = (parted: boolean) =>
      store.attempts.list({ limit: 9, parts: parted }).map(({ id }) => id);
    expect(ids(false)).toEqual([last.id, whole.id]);
    expect(ids(true)).toEqual([last.id, parts[1].id, parts[0].id, whole.id]);
  });

  test.each([
    ['a point without a count', { ...BASIS, point: { ...BASIS.point, comparisons: undefined } }],
    ['a rate above 1', { ...BASIS, falseMatchRate: 2 }],
    ['no quality', { ...BASIS, quality: {} }],
    [
      'an unknown guard',
      { ...BASIS, guard: { policy: 'x', nearestDistance: 1, guardDistance: 1 } },
    ],
  ])('with a basis of %s are refused', (_what, basis) => {
    const store = temporaryStore();
    expect(() => store.attempts.record({ ...BARE, basis: basis as never })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });

  test('are listed newest first, in pages that miss none though all share one time', () => {
    const store = temporaryStore();
    const ids = Array.from({ length: 7 }, () => store.attempts.record(BARE).id);
    const seen: AttemptId[] = [];
    for (;;) {
      const before = seen.at(-1);
      const page = store.attempts.list({ limit: 3, ...(before !== undefined && { before }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ id }) => id));
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test('are filtered by person, kind and outcome, alone and together', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    const make = (change: Partial<NewAttempt>) => store.attempts.record({ ...BARE, ...change }).id;
    const match = make({ personId: person.id, outcome: 'match' });
    const enrolment = make({ personId: person.id, kind: 'enrolment', outcome: 'enrolled' });
    const search = make({ kind: 'identification', outcome: 'match' });
    const list = (filter: object) =>
      store.attempts.list({ limit: 9, ...filter }).map(({ id }) => id);
    expect(list({ personId: person.id })).toEqual([enrolment, match]);
    expect(list({ outcome: 'match' })).toEqual([search, match]);
    expect(list({ kind: 'enrolment' })).toEqual([enrolment]);
    expect(list({ outcome: 'match', personId: person.id, before: search })).toEqual([match]);
    expect(list({ outcome: 'match', kind: 'enrolment' })).toEqual([]);
  });

  test.each<[string, Partial<NewAttempt>, string]>([
    ['a distance that is NaN', { distance: Number.NaN as Distance }, 'bad-input'],
    ['a negative threshold', { threshold: -1 as Distance }, 'bad-input'],
    ['an endless distance', { distance: Infinity as Distance }, 'bad-input'],
    ['a rate above 1', { targetRate: 1.5 as Rate }, 'bad-input'],
    [
      'a NaN in a reason',
      { reasons: [{ problem: 'too-dark', measured: Number.NaN }] },
      'bad-input',
    ],
    ['a person that is not there', { personId: 'x' as PersonId }, 'not-found'],
    ['a template that is not there', { templateId: 'x' as TemplateId }, 'not-found'],
  ])('with %s is refused', (_what, change, code) => {
    const store = temporaryStore();
    const record = () => store.attempts.record({ ...BARE, ...change });
    expect(record).toThrow(expect.objectContaining({ code }));
    expect(store.attempts.list({ limit: 1 })).toEqual([]);
  });

  test('an unknown id and an unknown page are refused', () => {
    const { attempts } = temporaryStore();
    const missing = expect.objectContaining({ code: 'not-found' });
    expect(() => attempts.get('x' as AttemptId)).toThrow(missing);
    expect(() => attempts.list({ limit: 1, before: 'x' as AttemptId })).toThrow(missing);
    expect(() => attempts.list({ limit: 0 })).toThrow(/above 0/);
  });

  test.each(['{}', '[1]', '[{"problem":"bored"}]', '[{"problem":"no-face","limit":"x"}]'])(
    'with rotten reasons %s are refused, not guessed at',
    (reasons) => {
      const path = join(temporaryFolder(), 'people.db');
      const store = temporaryStore(path);
      store.attempts.record(BARE);
      const raw = new Sqlite(path);
      raw.prepare('UPDATE attempts SET reasons = ?').run(reasons);
      raw.close();
      expect(() => store.attempts.list({ limit: 1 })).toThrow(/readable reasons of attempt id-/);
    },
  );
});
