import { describe, expect, test } from 'vitest';
import { settingsSchema, type Settings } from '../../../app/contract/settings.ts';
import { AppError } from '../../../app/core/failure.ts';
import { linesOf, withValue } from '../../../app/hosts/cli/settings-keys.ts';

const DEFAULTS: Settings = settingsSchema.parse({});

const changed = (key: string, value: string) =>
  settingsSchema.parse(withValue(DEFAULTS, key, value));

describe('a line of settings', () => {
  test('is there for every value, with those that are absent', () => {
    const lines = new Map(linesOf(DEFAULTS));
    expect(lines.get('policies.desk.verificationRate')).toBe('0.001');
    expect(lines.get('policies.kiosk.undecidedRate')).toBe('none');
    expect(lines.get('kiosk.sound')).toBe('true');
    expect(lines.get('operator')).toBe('');
    expect(lines.size).toBe(linesOf(DEFAULTS).length);
  });

  test('can be set to what it says, and nothing changes', () => {
    for (const [key, value] of linesOf(DEFAULTS))
      expect(changed(key, value), key).toEqual(DEFAULTS);
  });
});

describe('a change', () => {
  test('changes that value alone', () => {
    expect(changed('retention.attemptDays', '90')).toEqual({
      ...DEFAULTS,
      retention: { ...DEFAULTS.retention, attemptDays: 90 },
    });
    expect(changed('kiosk.sound', 'false').kiosk.sound).toBe(false);
    expect(changed('operator', 'Grace').operator).toBe('Grace');
  });

  test('takes rates as they are written elsewhere, and none for no band', () => {
    expect(
      changed('policies.desk.verificationRate', '1:10000').policies.desk.verificationRate,
    ).toBe(1e-4);
    const band = withValue(DEFAULTS, 'policies.desk.undecidedRate', '1%');
    expect(band.policies?.desk?.undecidedRate).toBe(0.01);
    const without = withValue(settingsSchema.parse(band), 'policies.desk.undecidedRate', 'none');
    expect(settingsSchema.parse(without)).toEqual(DEFAULTS);
  });

  test.each([
    ['policies.desk', '1'],
    ['nothing', '1'],
    ['__proto__.polluted', '1'],
    ['policies.desk.undecidedRate', '5'],
    ['kiosk.sound', 'yes'],
    ['retention.attemptDays', 'many'],
    ['retention.attemptDays', ''],
  ])('of %s to %j is refused in words', (key, value) => {
    expect(() => withValue(DEFAULTS, key, value)).toThrow(AppError);
  });
});
