import { expect, test } from 'vitest';
import { seededRandom } from '../core/support.ts';
import { newPrint, newTemplate, temporaryStore } from './fixtures.ts';

const PAGE = { limit: 100, offset: 0 } as const;
const consentUntil = (retainUntil: string) =>
  ({ purpose: 'door', retainUntil, operator: '', form: '' }) as const;

test('every order is that of a plain sort, both ways', () => {
  const { people } = temporaryStore();
  const random = seededRandom(5);
  const names = ['zoe', 'Ada', 'émile', 'Émile', 'ben', 'Ben'];
  const external = Array.from({ length: 40 }, (_, i) => `P${i}`).sort(() => random() - 0.5);
  external.forEach((externalId, i) => people.create({ externalId, displayName: names[i % 6] }));
  const fold = (name: string) => name.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  const all = people.list(PAGE);
  const by = (key: (one: (typeof all)[number]) => string) =>
    [...all].sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      return a < b || (a === b && one.externalId < other.externalId) ? -1 : 1;
    });
  const expected = {
    externalId: by((one) => one.externalId),
    displayName: by((one) => fold(one.displayName)),
    enrolledAt: by((one) => one.enrolledAt),
  } as const;
  for (const sort of ['externalId', 'displayName', 'enrolledAt'] as const) {
    expect(people.list({ ...PAGE, sort })).toEqual(expected[sort]);
    expect(people.list({ ...PAGE, sort, descending: true })).toEqual(expected[sort].toReversed());
    expect(people.list({ sort, limit: 7, offset: 11 })).toEqual(expected[sort].slice(11, 18));
  }
});

test('a list tells the references of each person by modality, of whatever model', () => {
  const { people, templates } = temporaryStore();
  const ada = people.create({ externalId: 'ada', displayName: 'Ada' });
  people.create({ externalId: 'ben', displayName: 'Ben' });
  const eve = people.create({ externalId: 'eve', displayName: 'Eve' });
  templates.add(newTemplate(ada.id, 'a1'));
  templates.add(newTemplate(ada.id, 'a2'));
  templates.add(newPrint(ada.id, 'a3'));
  templates.add(newPrint(eve.id, 'e1'));
  expect(people.list(PAGE).map(({ references }) => references)).toEqual([
    { face: 2, fingerprint: 1 },
    {},
    { fingerprint: 1 },
  ]);
});

test('who has exactly a number is found, however many others have it as a part of theirs', () => {
  const { people } = temporaryStore();
  for (const externalId of ['199', '99', '990', '0990'])
    people.create({ externalId, displayName: '99' });
  const exact = { externalId: '99' };
  expect(people.list({ ...PAGE, ...exact }).map((one) => one.externalId)).toEqual(['99']);
  expect(people.count(exact)).toBe(1);
  expect(people.list({ ...PAGE, externalId: '9' })).toEqual([]);
});

test('whoever is due is listed on the last day and after it, by the newest consent', () => {
  const { people, consents } = temporaryStore();
  const [ada, ben, eve] = ['ada', 'ben', 'eve'].map((externalId) =>
    people.create({ externalId, displayName: externalId }),
  );
  consents.record(ada.id, consentUntil('2026-11-25'));
  consents.record(ben.id, consentUntil('2026-11-25'));
  consents.record(ben.id, consentUntil('2029-11-25'));
  const dueOn = (day: string) => people.list({ ...PAGE, dueOn: day }).map((one) => one.externalId);
  expect(dueOn('2026-11-24')).toEqual([]);
  expect(dueOn('2026-11-25')).toEqual(['ada']);
  expect(dueOn('2029-12-01')).toEqual(['ada', 'ben']);
  expect(people.count({ dueOn: '2029-12-01' })).toBe(2);
  expect(people.count({ dueOn: '2029-12-01', search: 'BE' })).toBe(1);
  // Withdrawn: the newest one may end sooner than the one before it.
  consents.record(ben.id, consentUntil('2026-01-01'));
  expect(dueOn('2026-11-25')).toEqual(['ada', 'ben']);
  expect(people.list(PAGE).find(({ id }) => id === eve.id)).not.toHaveProperty('retainUntil');
});

test('people who were made up are told from the others', () => {
  const { people } = temporaryStore();
  people.create({ externalId: 'ada', displayName: 'Ada' });
  const made = people.create({ externalId: 'zed', displayName: 'Zed', synthetic: true });
  expect(people.list(PAGE).map(({ synthetic }) => synthetic)).toEqual([false, true]);
  expect(people.listSynthetic()).toEqual([made]);
  expect(people.isSynthetic(made.id)).toBe(true);
});

test.each([
  ['no limit', { limit: 0, offset: 0 }],
  ['a negative offset', { limit: 1, offset: -1 }],
  ['a day that the calendar lacks', { limit: 1, offset: 0, dueOn: '2026-02-30' }],
])('%s is refused', (_what, query) => {
  const { people } = temporaryStore();
  expect(() => people.list(query)).toThrow(/^Expected /);
});
