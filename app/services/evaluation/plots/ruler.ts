/** The distance ruler: both populations over the scale, with thresholds and the margin. */
import type { PopulationGrid } from '../../../core/evaluation/populations.ts';
import { area, drawing, line, polyline, rectangle, text, type Spot } from './svg.ts';

export interface RulerLine {
  readonly value: number;
  readonly label: string;
  readonly kind: 'threshold' | 'untuned' | 'margin';
}

const WIDTH = 960;
const HEIGHT = 236;
const SIDE = 12;
const TOP = 64;
const BASE = 186;

export function drawRuler(grid: PopulationGrid, lines: readonly RulerLine[]): string {
  const room = WIDTH - 2 * SIDE;
  const at = (value: number) => SIDE + (value / grid.end) * room;
  const hill = (counts: Uint32Array) => hillOf(counts, room);
  const places = lines.map(({ value }) => at(value));
  const threshold = lines.find(({ kind }) => kind === 'threshold');
  const content = [
    area(hill(grid.nonMated), BASE, 'hill non-mated'),
    area(hill(grid.mated), BASE, 'hill mated'),
    polyline(hill(grid.nonMated), 'crest non-mated'),
    polyline(hill(grid.mated), 'crest mated'),
    rectangle({ x: SIDE, y: BASE + 4 }, room, 6, 'scale'),
    ...(threshold
      ? [rectangle({ x: SIDE, y: BASE + 4 }, at(threshold.value) - SIDE, 6, 'accept')]
      : []),
    ...ticksTo(grid.end).flatMap((value) => [
      line({ x: at(value), y: BASE + 13 }, { x: at(value), y: BASE + 18 }, 'axis'),
      text({ x: at(value), y: BASE + 32 }, value === 0 ? '0' : value.toFixed(1), {
        anchor: value === 0 ? 'start' : value + 1e-9 >= grid.end ? 'end' : 'middle',
        kind: 'tick',
      }),
    ]),
    text({ x: WIDTH / 2, y: BASE + 48 }, 'distance', { anchor: 'middle', kind: 'title' }),
    ...drawLines(lines, at),
    ...nameHill(grid.mated, 'mated', places, room),
    ...nameHill(grid.nonMated, 'non-mated', places, room),
  ];
  const title = `Distances of mated and non-mated comparisons; ${lines
    .map(({ label }) => label)
    .join('; ')}`;
  return drawing(WIDTH, HEIGHT, title, content.join('\n'));
}

/** Each population is as tall as its own largest bin. */
function hillOf(counts: Uint32Array, room: number): Spot[] {
  const most = counts.reduce((largest, count) => Math.max(largest, count), 1);
  const spots = Array.from(counts, (count, i) => ({
    x: SIDE + ((i + 0.5) / counts.length) * room,
    y: BASE - (count / most) * (BASE - TOP - 8),
  }));
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return spots.slice(Math.max(0, first - 1), last + 2);
}

/** Inside the hill, beside a line that runs through it. */
function nameHill(
  counts: Uint32Array,
  name: 'mated' | 'non-mated',
  lines: readonly number[],
  room: number,
): string[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  let before = 0;
  const middle = counts.findIndex((count) => (before += count) * 2 >= total);
  const x = SIDE + ((middle + 0.5) / counts.length) * room;
  const half = letters(name) / 2;
  const crossing = lines.find((each) => Math.abs(each - x) < half + 4);
  const beside = crossing === undefined ? x : crossing + (x < crossing ? -1 : 1) * (half + 6);
  const at = { x: Math.min(WIDTH - SIDE - half, Math.max(SIDE + half, beside)), y: BASE - 8 };
  return [text(at, name, { anchor: 'middle', kind: `population ${name}` })];
}

/** Labels in rows of their own, on the side where no line of a row above runs through them. */
function drawLines(lines: readonly RulerLine[], at: (value: number) => number): string[] {
  return lines.flatMap(({ value, label, kind }, row) => {
    const x = at(value);
    const y = 14 + row * 17;
    const end = x + 6 + letters(label);
    const above = lines.slice(0, row).map((each) => at(each.value));
    const left = end > WIDTH || above.some((each) => each > x && each < end);
    return [
      line({ x, y: y - 8 }, { x, y: BASE + 12 }, kind),
      text({ x: left ? x - 6 : x + 6, y: y + 2 }, label, {
        anchor: left ? 'end' : 'start',
        kind: kind === 'threshold' ? 'name strong' : 'name',
      }),
    ];
  });
}

/** About how wide words are. */
function letters(words: string): number {
  return words.length * 6.7;
}

function ticksTo(end: number): number[] {
  return Array.from({ length: Math.floor(end / 0.2 + 1e-9) + 1 }, (_, i) => i * 0.2);
}
