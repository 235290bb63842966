import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  arcTangent2,
  cosine,
  exponential,
  ramp,
  sine,
  squash,
} from '../../../app/core/synthesis/exact-math.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../app/core/synthesis');
const angles = Array.from({ length: 2001 }, (_, i) => (i - 1000) * 0.0137);

describe('functions that are the same on every machine', () => {
  test('sine and cosine are those of the library', () => {
    for (const angle of angles) {
      expect(sine(angle)).toBeCloseTo(Math.sin(angle), 8);
      expect(cosine(angle)).toBeCloseTo(Math.cos(angle), 8);
    }
  });

  test('directions are those of the library, all the way round', () => {
    for (const angle of angles) {
      const [x, y] = [3 * Math.cos(angle), 3 * Math.sin(angle)];
      expect(arcTangent2(y, x)).toBeCloseTo(Math.atan2(y, x), 8);
    }
    expect([arcTangent2(0, 0), arcTangent2(1, 0), arcTangent2(0, -1)]).toEqual([
      0,
      Math.PI / 2,
      Math.PI,
    ]);
  });

  test('the exponential is that of the library', () => {
    for (let x = -30; x <= 2; x += 0.07) {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-8);
    }
    expect(exponential(-1e6)).toBe(0);
  });

  test('squash is odd, rises, and ends at -1 and 1', () => {
    expect([squash(-4), squash(0), squash(4), squash(3)]).toEqual([-1, 0, 1, 1]);
    for (let x = 0; x < 4; x += 0.05) {
      expect(squash(-x)).toBeCloseTo(-squash(x), 12);
      expect(squash(x + 0.05)).toBeGreaterThanOrEqual(squash(x));
      expect(Math.abs(squash(x) - Math.tanh(x))).toBeLessThan(0.024);
    }
  });

  test('a ramp may rise or fall', () => {
    expect([ramp(1, 3, 0), ramp(1, 3, 2), ramp(1, 3, 4)]).toEqual([0, 0.5, 1]);
    expect([ramp(3, 1, 0), ramp(3, 1, 2), ramp(3, 1, 4)]).toEqual([1, 0.5, 0]);
  });

  test('nothing in the folder uses what machines compute differently', () => {
    const files = globSync('*.ts', { cwd: FOLDER });
    expect(files.length).toBeGreaterThan(10);
    const allowed = new Set(['PI', 'sqrt', 'floor', 'ceil', 'round', 'abs', 'min', 'max', 'imul']);
    for (const file of files) {
      const code = readFileSync(path.join(FOLDER, file), 'utf8').replaceAll(
        /\/\*.*?\*\/|\/\/[^\n]*/gs,
        '',
      );
      const used = [...code.matchAll(/Math\.(\w+)/g)].map(([, name]) => name);
      expect(
        used.filter((name) => !allowed.has(name)),
        file,
      ).toEqual([]);
      expect([...code.matchAll(/\*\* (?!32\b)/g)], file).toEqual([]);
    }
  });
});
