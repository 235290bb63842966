import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../app/core/vocabulary.ts';
import { enrol, temporaryStore } from './fixtures.ts';

const CONSENT = {
  purpose: 'door of the laboratory',
  retainUntil: '2029-11-25',
  operator: 'Grace',
  form: 'on paper',
} as const;

describe('consents', () => {
  test('come back as they were recorded, newest first, each person’s own', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'ada');
    const other = enrol(store, 'ben').person;
    store.consents.record(person.id, CONSENT);
    store.consents.record(other.id, { ...CONSENT, purpose: 'payroll' });
    store.consents.record(person.id, { ...CONSENT, retainUntil: '2031-01-01', operator: '' });
    const consents = store.consents.listOfPerson(person.id);
    expect(consents).toMatchObject([
      { ...CONSENT, retainUntil: '2031-01-01', operator: '' },
      CONSENT,
    ]);
    expect(consents[0].recordedAt > consents[1].recordedAt).toBe(true);
    expect(store.consents.listOfPerson(other.id)).toMatchObject([{ purpose: 'payroll' }]);
  });

  test.each([
    ['no purpose', { purpose: ' ' }],
    ['a day that the calendar lacks', { retainUntil: '2029-02-29' }],
    ['no day', { retainUntil: 'for ever' }],
    ['a line break', { form: 'on\npaper' }],
    ['an endless operator', { operator: 'G'.repeat(201) }],
  ])('with %s are refused, and nothing is stored', (_what, change) => {
    const store = temporaryStore();
    const { person } = enrol(store, 'ada');
    const call = () => store.consents.record(person.id, { ...CONSENT, ...change });
    expect(call).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(store.consents.listOfPerson(person.id)).toEqual([]);
    expect(store.people.count({ dueOn: '9999-01-01' })).toBe(0);
  });

  test('of somebody unknown are refused', () => {
    const store = temporaryStore();
    const call = () => store.consents.record('nobody' as PersonId, CONSENT);
    expect(call).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
