/** The catalogue as a whole: tone, and forms of numbers. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatDuration,
  formatOdds,
  formatPercent,
  plural,
} from '../../renderer/words/format.ts';
import { words } from '../../renderer/words/words.ts';

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

describe('the catalogue', () => {
  const all = strings(words());

  test('raises its voice nowhere', () => {
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter((text) => /!|\boops\b|\bsorry\b/i.test(text))).toEqual([]);
  });

  test('has no empty string and no spaces at the ends', () => {
    expect(all.filter((text) => text.trim() === '' || text.trim() !== text)).toEqual([]);
  });

  test('never says score, which is not used here', () => {
    expect(all.filter((text) => /\bscore/i.test(text))).toEqual([]);
  });

  test('says every reason as a sentence with what to do', () => {
    const reason = { problem: 'too-blurred', measured: 0.0312, limit: 0.07, unit: 'sharpness' };
    expect(words().reasons.sentence({ ...reason, problem: 'too-blurred' })).toBe(
      'The capture is blurred (sharpness 0.0312, limit 0.07). Hold still and try again.',
    );
  });
});

test('components hold no words of their own', () => {
  const folder = path.resolve(import.meta.dirname, '../../renderer');
  const found = globSync('**/*.svelte', { cwd: folder }).flatMap((file) => {
    const markup = readFileSync(path.join(folder, file), 'utf8')
      .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
      .replace(/\{[^{}]*\}/g, '');
    return [...markup.matchAll(/>\s*([A-Z][a-z]+[^<>{}=]*)</g)].map(
      ([, text]) => `${file}: ${text}`,
    );
  });
  expect(found.filter((text) => !/: (Ctrl K|Esc)\s*$/.test(text))).toEqual([]);
});

describe('numbers', () => {
  test('rates are told as odds and as per cent with the digits that matter', () => {
    expect(formatOdds(1e-3)).toBe('1 in 1,000');
    expect(formatOdds(1 / 2999)).toBe('1 in 3,000');
    expect(formatOdds(0)).toBe('none');
    expect(formatPercent(0.000108)).toBe('0.0108 %');
  });

  test('durations carry over', () => {
    expect(formatDuration(59.2)).toBe('1 min 0 s');
    expect(formatDuration(12)).toBe('12 s');
    expect(formatDuration(7260)).toBe('2 h 1 min');
  });

  test('one is one, and everything else is many', () => {
    expect(plural(1, 'person', 'people')).toBe('1 person');
    expect(plural(0, 'person', 'people')).toBe('0 people');
    expect(plural(1200, 'person', 'people')).toBe('1,200 people');
  });

  test('bytes are told as file managers do', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(1400)).toBe('1.4 kB');
    expect(formatBytes(256e6)).toBe('256 MB');
  });

  test('what is long ago has a date', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(formatAgo('2026-11-24T11:59:40Z', now)).toBe('just now');
    expect(formatAgo('2026-11-24T11:57:00Z', now)).toBe('3 minutes ago');
    expect(formatAgo('2026-11-23T11:00:00Z', now)).toBe('yesterday');
    expect(formatAgo('2026-08-01T11:00:00Z', now)).toBe('1 Aug 2026');
  });
});
