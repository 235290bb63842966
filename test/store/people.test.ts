import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../app/core/vocabulary.ts';
import { temporaryStore } from './fixtures.ts';

describe('people', () => {
  test('a person comes back as created, by id and by external id', () => {
    const { people } = temporaryStore();
    const ada = people.create({ externalId: 'P1', displayName: 'Ada', notes: 'two\nlines' });
    expect(ada).toEqual({
      id: 'id-000001',
      externalId: 'P1',
      displayName: 'Ada',
      notes: 'two\nlines',
      enrolledAt: '2026-01-01T00:00:00.000Z',
    });
    expect(people.get(ada.id)).toEqual(ada);
    expect(people.findByExternalId('P1')).toEqual(ada);
    expect(people.findByExternalId('p1')).toBeUndefined();
  });

  test('an external id belongs to one person, on creation and on change', () => {
    const { people } = temporaryStore();
    const ada = people.create({ externalId: 'P1', displayName: 'Ada' });
    const bob = people.create({ externalId: 'P2', displayName: 'Bob' });
    const conflict = expect.objectContaining({ code: 'conflict' });
    expect(() => people.create({ externalId: 'P1', displayName: 'Eve' })).toThrow(conflict);
    expect(() => people.setExternalId(bob.id, 'P1')).toThrow(conflict);
    expect(people.setExternalId(ada.id, 'P1').externalId).toBe('P1');
    expect(people.count()).toBe(2);
  });

  test('composed and decomposed accents are one external id', () => {
    const { people } = temporaryStore();
    people.create({ externalId: 'Andr\u00e9', displayName: 'A' });
    expect(people.findByExternalId('Andre\u0301')?.displayName).toBe('A');
    expect(() => people.create({ externalId: 'Andre\u0301', displayName: 'B' })).toThrow(/taken/);
  });

  test('a change is found by its new words and no longer by the old', () => {
    const { people } = temporaryStore();
    const { id } = people.create({ externalId: 'P1', displayName: 'Ada' });
    people.rename(id, 'Grace');
    people.setNotes(id, 'n');
    people.setExternalId(id, 'Q7');
    expect(people.get(id)).toMatchObject({ externalId: 'Q7', displayName: 'Grace', notes: 'n' });
    expect(people.count({ search: 'ada' })).toBe(0);
    expect(people.count({ search: 'grace' })).toBe(1);
    expect(people.count({ search: 'q7' })).toBe(1);
  });

  test.each([
    ['MÜLLER', 'Jörg Müller'],
    ['muller', 'Jörg Müller'],
    ['strasse', 'Anna Straße'],
    ['ΣΊΣΥΦΟΣ', 'Σίσυφος'],
    ['σισυφοσ', 'Σίσυφος'],
    ['istanbul', 'İstanbul Ofisi'],
    ['ЖУКОВ', 'жуков'],
    ['100%', 'Battery 100%'],
    ['a_b', 'a_b'],
  ])('a search for %s finds %s', (search, displayName) => {
    const { people } = temporaryStore();
    people.create({ externalId: 'X1', displayName });
    people.create({ externalId: 'X2', displayName: 'axb 1000' });
    expect(people.list({ search, limit: 9, offset: 0 }).map((one) => one.displayName)).toEqual([
      displayName,
    ]);
    expect(people.count({ search })).toBe(1);
  });

  test('pages of a list are in order of external ids and meet no one twice', () => {
    const { people } = temporaryStore();
    for (const n of [3, 1, 5, 2, 4]) people.create({ externalId: `P${n}`, displayName: 'N' });
    const page = (offset: number) => people.list({ limit: 2, offset }).map((one) => one.externalId);
    expect([page(0), page(2), page(4), page(6)]).toEqual([['P1', 'P2'], ['P3', 'P4'], ['P5'], []]);
  });

  test.each([
    ['an empty id', { externalId: '', displayName: 'A' }],
    ['a blank id', { externalId: '  ', displayName: 'A' }],
    ['spaces around an id', { externalId: ' P1', displayName: 'A' }],
    ['a line break in an id', { externalId: 'P\n1', displayName: 'A' }],
    ['a lone surrogate', { externalId: 'P\ud800', displayName: 'A' }],
    ['an endless id', { externalId: 'P'.repeat(201), displayName: 'A' }],
    ['a blank name', { externalId: 'P1', displayName: '' }],
    ['a NUL in the notes', { externalId: 'P1', displayName: 'A', notes: 'a\0b' }],
  ])('%s is refused', (_what, person) => {
    const { people } = temporaryStore();
    expect(() => people.create(person)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(people.count()).toBe(0);
  });

  test('who is not there can be neither read, changed nor removed', () => {
    const { people } = temporaryStore();
    const nobody = 'nobody' as PersonId;
    const missing = expect.objectContaining({ code: 'not-found' });
    expect(() => people.get(nobody)).toThrow(missing);
    expect(() => people.rename(nobody, 'A')).toThrow(missing);
    expect(() => people.remove(nobody)).toThrow(missing);
  });

  test.each([
    [0, 0],
    [-1, 0],
    [1.5, 0],
    [1, -1],
    [Number.NaN, 0],
  ])('a page of %d from %d is refused', (limit, offset) => {
    const { people } = temporaryStore();
    expect(() => people.list({ limit, offset })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });
});
