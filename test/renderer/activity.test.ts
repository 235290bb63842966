/** What the filters of the activity ask for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands } from '../../app/contract/commands.ts';
import { NO_FILTER, filterOf, inputOf, queryOf } from '../../renderer/screens/activity/filter.ts';

const boundsOf = (from: string, until: string) => inputOf({ ...NO_FILTER, from, until });
const localTime = (time: string | undefined) => time && new Date(time).toLocaleString('sv');

describe('a day', () => {
  test('begins at local midnight, and the last one is part of it', () => {
    const { from, until } = boundsOf('2026-11-29', '2026-11-30');
    expect(localTime(from)).toBe('2026-11-29 00:00:00');
    expect(localTime(until)).toBe('2026-12-01 00:00:00');
  });

  test('of the first century is not one of the last: a year is typed digit by digit', () => {
    const { from } = boundsOf('0020-05-01', '');
    expect(from?.slice(0, 4)).toBe('0020');
  });

  test('that nobody can mean is no bound', () => {
    expect(boundsOf('20266-05-01', '9999-12-31')).toEqual({});
    expect(boundsOf('yesterday', '275760-09-13')).toEqual({});
  });
});

test('whatever an address says of days, the command takes', () => {
  const day = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.nat(300_000), fc.nat(99), fc.nat(99))
      .map((numbers) =>
        numbers.map((number, at) => String(number).padStart(at === 0 ? 4 : 2, '0')).join('-'),
      ),
  );
  fc.assert(
    fc.property(day, day, (from, until) => {
      const parsed = commands['attempts.list'].input.safeParse(boundsOf(from, until));
      expect(parsed.success).toBe(true);
    }),
  );
});

test('a filter comes back from its address', () => {
  const filter = { ...NO_FILTER, externalId: 'A-1', kind: 'enrolment', until: '2026-11-30' };
  expect(filterOf(queryOf(filter))).toEqual(filter);
});
