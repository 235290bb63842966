import { describe, expect, test } from 'vitest';
import type { PersonSummary, RemovalReceipt, TemplateReport } from '../../app/contract/results.ts';
import { consentOf, monthsOn } from '../../renderer/parts/consent.ts';
import { toCsv } from '../../renderer/parts/table/table.ts';
import { consentState, dayOf, daysUntil } from '../../renderer/parts/due.ts';
import { peopleColumns } from '../../renderer/screens/people/people-columns.ts';
import {
  fileNameOf,
  isTypedName,
  receiptLines,
  receiptText,
} from '../../renderer/screens/people/receipt-text.ts';
import { groupReferences } from '../../renderer/screens/people/reference-groups.ts';

const NOON = new Date(2026, 10, 25, 12);

describe('a consent', () => {
  test.each([
    [undefined, 'none'],
    ['2026-11-24', 'due'],
    ['2026-11-25', 'due'],
    ['2026-11-26', 'ends-soon'],
    ['2026-12-25', 'ends-soon'],
    ['2026-12-26', 'holds'],
    ['2031-01-01', 'holds'],
  ] as const)('until %s is %s on 25 November 2026', (until, state) => {
    expect(consentState(until, NOON)).toBe(state);
  });

  test.each([
    ['2026-11-26', 1],
    ['2026-12-25', 30],
    ['2026-11-24', -1],
    ['2027-11-25', 365],
  ])('until %s has %i days to go', (until, days) => {
    for (const hour of [0, 12, 23]) {
      expect(daysUntil(until, new Date(2026, 10, 25, hour))).toBe(days);
    }
  });

  test('is suggested for as many months, to the same day or the last of a shorter month', () => {
    expect(monthsOn(NOON, 36)).toBe('2029-11-25');
    expect(monthsOn(new Date(2026, 11, 31), 2)).toBe('2027-02-28');
    expect(monthsOn(new Date(2027, 11, 31), 2)).toBe('2028-02-29');
    expect(monthsOn(new Date(2026, 0, 31), 1200)).toBe('2126-01-31');
  });

  test('is one with a purpose and a day to come, without spaces around', () => {
    const draft = { purpose: ' door ', retainUntil: '2026-11-26', operator: ' Ana ', form: '' };
    const today = dayOf(NOON);
    expect(consentOf(draft, today)).toEqual({
      purpose: 'door',
      retainUntil: '2026-11-26',
      operator: 'Ana',
      form: '',
    });
    for (const change of [{ purpose: '  ' }, { retainUntil: today }, { retainUntil: '' }]) {
      expect(consentOf({ ...draft, ...change }, today)).toBeUndefined();
    }
  });
});

test('the list is saved with what can be reckoned with: plain dates and counts', () => {
  // Only what the columns look at.
  const person = {
    displayName: '=1+1',
    externalId: 'A-1',
    enrolledAt: '2026-11-25T12:00:00.000Z',
    retainUntil: '2029-11-25',
    synthetic: true,
    references: { fingerprint: 3 },
  } as unknown as PersonSummary;
  const [, row] = toCsv([person], peopleColumns()).split('\r\n');
  expect(row).toBe("'=1+1,A-1,0,3,2026-11-25T12:00:00.000Z,2029-11-25,yes");
});

describe('references', () => {
  const template = (id: string, finger?: number) =>
    ({ id, modality: finger === undefined ? 'face' : 'fingerprint', finger }) as TemplateReport;

  test('are shown by modality and finger, each once, in order of the codes', () => {
    const groups = groupReferences([
      template('a', 10),
      template('b', 2),
      template('c'),
      template('d', 10),
      template('e', 0),
      template('f'),
    ]);
    expect(groups.map(({ finger, templates }) => [finger, templates.map(({ id }) => id)])).toEqual([
      [undefined, ['c', 'f']],
      [0, ['e']],
      [2, ['b']],
      [10, ['a', 'd']],
    ]);
  });

  test('of a finger that is known say how many more are advised, of others nothing', () => {
    const wanting = (...templates: TemplateReport[]) => groupReferences(templates)[0].wanting;
    expect(wanting(template('a', 2))).toBe(2);
    expect(wanting(template('a', 2), template('b', 2), template('c', 2))).toBe(0);
    expect(wanting(...['a', 'b', 'c', 'd'].map((id) => template(id, 2)))).toBe(0);
    expect(wanting(template('a', 0))).toBe(0);
    expect(wanting(template('a'))).toBe(0);
  });
});

describe('the receipt of an erasure', () => {
  const receipt = {
    person: { id: 'internal', externalId: 'A-1', displayName: 'Ana Petrović' },
    templates: 6,
    consents: 2,
    images: 0,
    probes: 4,
    unlinkedAttempts: 1234,
    erasedAt: '2026-11-25T12:00:00.000Z',
  } as RemovalReceipt;

  test('tells who, when and how much, each on a line of its own', () => {
    const text = receiptText(receipt);
    for (const told of ['Ana Petrović', 'A-1', 'internal', '6', '2', '1,234', receipt.erasedAt]) {
      expect(text).toContain(told);
    }
    expect(text.trimEnd().split('\n')).toHaveLength(3 + receiptLines(receipt).length);
  });

  test('has a name that every file system takes', () => {
    expect(fileNameOf('erasure-A/1:2.txt')).toBe('erasure-A-1-2.txt');
    expect(fileNameOf('..\\x')).toBe('--x');
    expect(fileNameOf('x'.repeat(500))).toHaveLength(150);
  });
});

test.each([
  ['Ana Petrović', true],
  ['  ana petrović ', true],
  ['Ana Petrovic\u0301', true],
  ['Ana', false],
  ['', false],
])('typing %j confirms the erasure of Ana Petrović: %s', (typed, confirms) => {
  expect(isTypedName(typed, 'Ana Petrović')).toBe(confirms);
});

test.each([
  ['a mark that is not seen', 'gnp.exe', '\u202egnp.exe'],
  ['spaces that are shown as one', 'Ana Maria', 'Ana \u00a0 Maria'],
  ['quotes that have no key', 'O\'Hara "Bo"', 'O’Hara “Bo”'],
  ['a family of one sign', '👩‍👧 Bo', '👩‍👧 Bo'],
])('a name with %s can be typed as it is read', (_, typed, name) => {
  expect(isTypedName(typed, name)).toBe(true);
});

test('a blank name is confirmed by nothing', () => {
  expect(isTypedName('', ' ')).toBe(false);
});
