/** For each capture the closest of its own label and the closest of any other. */
import type { Distance } from '../vocabulary.ts';
import { forEachPair, type Pairs } from './pairs.ts';

export interface NearestCapture {
  readonly capture: number;
  readonly distance: Distance;
}

export interface Nearest {
  readonly capture: number;
  /** Undefined where it was compared with none of its label. */
  readonly own: NearestCapture | undefined;
  /** Undefined where it was compared with none of another label. */
  readonly other: NearestCapture | undefined;
}

export function nearestCaptures(measured: {
  readonly pairs: Pairs;
  readonly distances: Float64Array;
  readonly labels: Uint32Array;
}): readonly Nearest[] {
  const { pairs, distances, labels } = measured;
  const own = emptyTable(labels.length);
  const other = emptyTable(labels.length);
  forEachPair(pairs, (one, two, place) => {
    const table = labels[one] === labels[two] ? own : other;
    const distance = distances[place];
    if (distance < table.distances[one]) note(table, one, two, distance);
    if (distance < table.distances[two]) note(table, two, one, distance);
  });
  return Array.from(labels, (_, capture) => ({
    capture,
    own: entry(own, capture),
    other: entry(other, capture),
  }));
}

interface Table {
  readonly distances: Float64Array;
  readonly captures: Uint32Array;
}

function emptyTable(captures: number): Table {
  return {
    distances: new Float64Array(captures).fill(Infinity),
    captures: new Uint32Array(captures),
  };
}

function note(table: Table, capture: number, nearest: number, distance: number): void {
  table.distances[capture] = distance;
  table.captures[capture] = nearest;
}

function entry(table: Table, capture: number): NearestCapture | undefined {
  const distance = table.distances[capture];
  if (distance === Infinity) return undefined;
  return { capture: table.captures[capture], distance: distance as Distance };
}
