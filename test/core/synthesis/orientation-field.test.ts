/** Patterns are read off the direction of the ridges alone, as Kawagoe and Tojo (1984) do. */
import { describe, expect, test } from 'vitest';
import {
  drawTraits,
  PATTERN_SHARES,
  PX_PER_MM,
  type FingerPattern,
} from '../../../app/core/synthesis/finger-traits.ts';
import { createFields } from '../../../app/core/synthesis/master.ts';

type Direction = (x: number, y: number) => number;

/** The pad, without the last millimetres of the sides. In pixels of 500 dpi. */
const AREA = { left: -200, right: 200, top: -250, bottom: 300, step: 4 };

interface Turn {
  readonly x: number;
  readonly y: number;
  readonly half: 1 | -1;
}

/** Where the direction turns by half a turn on a way around: 1 a core, -1 a delta. */
function findTurns(direction: Direction): Turn[] {
  const { left, right, top, bottom, step } = AREA;
  const columns = Math.round((right - left) / step) + 1;
  const rows = Math.round((bottom - top) / step) + 1;
  // Off the grid of whole pixels, on which singular points might lie.
  const at = (c: number, r: number) => direction(left + c * step + 0.37, top + r * step + 0.41);
  const grid = Array.from({ length: columns * rows }, (_, i) =>
    at(i % columns, Math.floor(i / columns)),
  );
  const turns: Turn[] = [];
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const round = [0, 1, columns + 1, columns, 0].map((offset) => grid[r * columns + c + offset]);
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += smallest(round[k + 1] - round[k]);
      const half = Math.round(sum / Math.PI);
      if (half === 1 || half === -1) turns.push({ x: left + c * step, y: top + r * step, half });
    }
  }
  return turns;
}

/** Of two directions without sense: -90 to 90 degrees. */
function smallest(angle: number): number {
  return angle - Math.PI * Math.round(angle / Math.PI);
}

function classify(turns: readonly Turn[]): 'loop' | 'whorl' | 'arch' | 'none of them' {
  const cores = turns.filter(({ half }) => half === 1);
  const deltas = turns.filter(({ half }) => half === -1);
  if (cores.length !== deltas.length) return 'none of them';
  if (cores.length === 0) return 'arch';
  if (cores.length === 2) return 'whorl';
  if (cores.length > 2) return 'none of them';
  // Tented: the delta lies straight under the core.
  return Math.abs(cores[0].x - deltas[0].x) < 1.5 * PX_PER_MM ? 'arch' : 'loop';
}

const FAMILY: Record<FingerPattern, string> = {
  'left-loop': 'loop',
  'right-loop': 'loop',
  whorl: 'whorl',
  arch: 'arch',
  'tented-arch': 'arch',
};

describe('the field of directions', () => {
  test('shows the pattern that was drawn, and patterns have their natural shares', () => {
    const counts = { loop: 0, whorl: 0, arch: 0, 'none of them': 0 };
    const fingers = 200;
    for (let person = 1; person <= fingers; person++) {
      const key = { seed: 99, person, finger: 1 + (person % 10) };
      const traits = drawTraits(key);
      const found = classify(findTurns(createFields(key, traits).direction));
      counts[found] += 1;
      expect(found, `person ${person}`).toBe(FAMILY[traits.pattern]);
    }
    // Four deviations of a draw of this size.
    for (const [name, share] of Object.entries(PATTERN_SHARES)) {
      const slack = 4 * Math.sqrt((share * (1 - share)) / fingers);
      const found = counts[name as keyof typeof counts] / fingers;
      expect(Math.abs(found - share), name).toBeLessThan(slack);
    }
  });

  test('over many people the shares come closer', () => {
    const patterns = Array.from(
      { length: 20_000 },
      (_, i) => FAMILY[drawTraits({ seed: 5, person: i, finger: 1 + (i % 10) }).pattern],
    );
    for (const [name, share] of Object.entries(PATTERN_SHARES)) {
      const found = patterns.filter((pattern) => pattern === name).length / patterns.length;
      expect(Math.abs(found - share), name).toBeLessThan(0.015);
    }
  });

  test('loops of right hands open to the right, those of left hands to the left, nearly all', () => {
    const share = (finger: number, pattern: FingerPattern) => {
      const loops = Array.from(
        { length: 2000 },
        (_, person) => drawTraits({ seed: 6, person, finger }).pattern,
      ).filter((each) => FAMILY[each] === 'loop');
      return loops.filter((each) => each === pattern).length / loops.length;
    };
    expect(share(3, 'right-loop')).toBeGreaterThan(0.9);
    expect(share(8, 'left-loop')).toBeGreaterThan(0.9);
    // Index fingers have most of the radial loops.
    expect(share(2, 'right-loop')).toBeLessThan(0.82);
    expect(share(2, 'right-loop')).toBeGreaterThan(0.65);
  });

  test('at the legs of a loop the ridges lead away from its core', () => {
    for (let person = 1; person < 60; person++) {
      const key = { seed: 12, person, finger: 3 };
      const traits = drawTraits(key);
      if (!traits.pattern.endsWith('loop')) continue;
      const [core] = traits.cores;
      const opensRight = traits.pattern === 'right-loop';
      const x = core.x + (opensRight ? 1 : -1) * 3 * PX_PER_MM;
      const y = core.y + 3 * PX_PER_MM;
      const away = Math.atan2(y - core.y, x - core.x);
      const found = createFields(key, traits).direction(x, y);
      expect(Math.abs(smallest(found - away)), `person ${person}`).toBeLessThan(0.75);
    }
  });
});
