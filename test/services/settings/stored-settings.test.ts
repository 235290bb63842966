import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingsSchema, type Settings } from '../../../app/contract/settings.ts';
import { defaultSettings, readSettings } from '../../../app/services/settings/stored-settings.ts';

const DEFAULTS = defaultSettings();

const read = (value: unknown) => readSettings(JSON.stringify(value));

test('what was stored whole comes back as it was', () => {
  const stored: Settings = {
    ...DEFAULTS,
    operator: 'Grace',
    kiosk: { ...DEFAULTS.kiosk, mode: 'identify', greeting: 'Welcome' },
  };
  expect(read(stored)).toEqual({ settings: stored, repaired: [] });
});

test('an older shape is completed, without a word', () => {
  const { kiosk: _, ...older } = { ...DEFAULTS, appearance: 'dark' };
  const { keepImages: __, ...retention } = older.retention;
  expect(read({ ...older, retention })).toEqual({
    settings: { ...DEFAULTS, appearance: 'dark' },
    repaired: [],
  });
  expect(read({})).toEqual({ settings: DEFAULTS, repaired: [] });
});

test('what no program knows any more is left out, without a word', () => {
  const stored = { ...DEFAULTS, theme: 'blue', kiosk: { ...DEFAULTS.kiosk, mood: 1 } };
  expect(read(stored)).toEqual({ settings: DEFAULTS, repaired: [] });
});

test('a damaged value is as by default and told; all others stay', () => {
  const stored = {
    ...DEFAULTS,
    operator: 'Grace',
    appearance: 'blue',
    retention: { ...DEFAULTS.retention, attemptDays: -1, probeDays: 7 },
  };
  const { settings, repaired } = read(stored);
  expect(settings).toEqual({
    ...DEFAULTS,
    operator: 'Grace',
    retention: { ...DEFAULTS.retention, probeDays: 7 },
  });
  expect([...repaired].sort()).toEqual(['appearance', 'retention.attemptDays']);
});

test('a policy that lacks a rate is the policy by default: no half of it is guessed at', () => {
  const stored = { policies: { desk: { verificationRate: 1e-5 } } };
  expect(read(stored)).toEqual({ settings: DEFAULTS, repaired: ['policies.desk'] });
});

test.each(['', 'no JSON', '[]', '"text"', 'null', '12'])(
  '%j gives the defaults, and says so',
  (text) => {
    expect(readSettings(text)).toEqual({ settings: DEFAULTS, repaired: ['settings'] });
  },
);

test('whatever is stored, settings come out that the contract takes', () => {
  const anything = fc.jsonValue({ maxDepth: 3 });
  const sections = Object.keys(DEFAULTS);
  const section = fc.dictionary(
    fc.constantFrom(...sections, ...Object.keys(DEFAULTS.kiosk), '__proto__', 'desk', 'other'),
    fc.oneof(anything, fc.dictionary(fc.string(), anything)),
  );
  fc.assert(
    fc.property(fc.oneof(anything, section), (value) => {
      const { settings } = read(value);
      expect(settingsSchema.safeParse(settings)).toEqual({ success: true, data: settings });
    }),
    { numRuns: 500 },
  );
});

test('a value changed to anything harms no other value', () => {
  const paths = leavesOf(DEFAULTS);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 1 }), (path, value) => {
      const { settings } = read(replace(DEFAULTS, path, value));
      const untouched = paths.filter((one) => one[0] !== path[0] || one[1] !== path[1]);
      for (const one of untouched) expect(at(settings, one)).toEqual(at(DEFAULTS, one));
    }),
    { numRuns: 500 },
  );
});

function leavesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function replace(value: object, [key, ...rest]: readonly string[], leaf: unknown): object {
  const inner = (value as Record<string, unknown>)[key];
  return { ...value, [key]: rest.length === 0 ? leaf : replace(inner as object, rest, leaf) };
}
