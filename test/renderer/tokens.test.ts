/** Contrast of the design tokens, by WCAG 2.2, in both themes; and no colour anywhere else. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const RENDERER = path.resolve(import.meta.dirname, '../../renderer');
const css = readFileSync(path.join(RENDERER, 'tokens.css'), 'utf8');

type Theme = 'light' | 'dark';

const colours = new Map(
  [...css.matchAll(/--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, { light, dark }] as const,
  ),
);

function colour(name: string, theme: Theme): string {
  const pair = colours.get(name);
  if (!pair) throw new Error(`Expected a colour --${name} in tokens.css but there is none.`);
  return pair[theme];
}

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = [
  'surface-sunken',
  'surface-rail',
  'surface-page',
  'surface-card',
  'surface-hover',
  'surface-selected',
] as const;
const SOFT = ['accept-soft', 'undecided-soft', 'reject-soft'] as const;

const TEXT: readonly (readonly [string, string])[] = [
  ...[...GROUNDS, ...SOFT].map((ground) => ['text', ground] as const),
  ...GROUNDS.map((ground) => ['text-quiet', ground] as const),
  ...GROUNDS.map((ground) => ['accent-text', ground] as const),
  ['text-quiet', 'reject-soft'],
  ['text-quiet', 'undecided-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['text-on-tooltip', 'surface-tooltip'],
  ...(['accept', 'undecided', 'reject'] as const).flatMap(
    (tone) =>
      [
        [`on-${tone}`, tone],
        [tone, `${tone}-soft`],
        [tone, 'surface-card'],
        [tone, 'surface-page'],
      ] as const,
  ),
  ['mated', 'surface-card'],
  ['non-mated', 'surface-card'],
];

const CONTROLS: readonly (readonly [string, string])[] = [
  ...['surface-card', 'surface-page', 'surface-sunken', 'surface-rail'].map(
    (ground) => ['line-control', ground] as const,
  ),
  ...GROUNDS.map((ground) => ['accent', ground] as const),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(TEXT)('%s can be read on %s', (text, ground) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(CONTROLS)('%s is seen on %s', (line, ground) => {
    expect(contrast(colour(line, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  test('the decisions differ in lightness or hue for those who do not see red and green apart', () => {
    const tones = ['accept', 'undecided', 'reject'].map((tone) => deuteranope(colour(tone, theme)));
    for (const [at, one] of tones.entries()) {
      for (const other of tones.slice(at + 1)) expect(distance(one, other)).toBeGreaterThan(20);
    }
  });
});

test('contrast agrees with the extremes that WCAG states', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('no colour is written anywhere but in the tokens', () => {
  const found = globSync('**/*.{css,svelte,ts}', { cwd: RENDERER })
    .filter((file) => file !== 'tokens.css')
    .flatMap((file) => {
      const text = readFileSync(path.join(RENDERER, file), 'utf8');
      const colourful = /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?=[;,)\s])|\brgba?\(|\bhsla?\(|\boklch\(/gi;
      return [...text.matchAll(colourful)].map(([match]) => `${file}: ${match}`);
    });
  expect(found).toEqual([]);
});

/** sRGB of 0..255 as a deuteranope sees it (Viénot, Brettel and Mollon 1999). */
function deuteranope(hex: string): readonly number[] {
  const [red, green, blue] = [1, 3, 5].map(
    (at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2,
  );
  const mixed = 0.29275 * red + 0.70725 * green;
  const seenBlue = -0.02234 * red + 0.02234 * green + blue;
  return [mixed, mixed, seenBlue].map((value) => 255 * Math.max(0, value) ** (1 / 2.2));
}

function distance(one: readonly number[], other: readonly number[]): number {
  return Math.hypot(...one.map((value, at) => value - other[at]));
}
