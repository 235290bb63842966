/**
 * Comparisons in a form in which a bootstrap replicate is one walk along the closest of them.
 *
 * A replicate draws people with replacement. Of a person who is drawn `w` times a mated comparison
 * counts `w` times, a non-mated one with a person drawn `v` times counts `w v` times. One by one
 * only those are looked at that are near the thresholds of interest:
 *
 * - The closest non-mated ones, and the mated ones among them, in the order of their distances,
 *   `exactComparisons` of either at most. Up to there results are exact.
 * - Of the others only counts are kept, in classes of distance (bootstrap-rest.ts). Results that lie
 *   there are interpolated within a class.
 */
import { countAtOrBelow, type SortedDistances } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import type { Distance } from '../vocabulary.ts';
import { createRest, type Rest } from './bootstrap-rest.ts';
import { forEachPair, pairAt, type Pairs } from './pairs.ts';
import { countBelow, type Populations } from './populations.ts';

/** What was measured, and whose captures they were. */
export interface MeasuredPairs {
  readonly pairs: Pairs;
  /** Of each pair, in their order. */
  readonly distances: Float64Array;
  /** Of each capture: what makes two of them mated; a finger, or a person's face. */
  readonly labels: Uint32Array;
  /** Of each capture, numbered from 0: all captures of a label are one person's. */
  readonly people: Uint32Array;
  /** The same distances, sorted. */
  readonly populations: Populations;
}

/** Comparisons in ascending order of distance. */
export interface Events {
  readonly isMated: Uint8Array;
  readonly person: Uint32Array;
  /** The other person; the number of people where there is none. */
  readonly other: Uint32Array;
  /** For each distinct distance the number of comparisons up to and with it. */
  readonly ends: Uint32Array;
}

export interface BootstrapSample {
  readonly people: number;
  /** Mated comparisons of each person. */
  readonly matedOf: Uint32Array;
  /** Those that are closer than every non-mated one: in whatever order, they match first. */
  readonly closeMatedOf: Uint32Array;
  readonly events: Events;
  readonly rest: Rest;
  readonly populations: Populations;
  readonly thresholds: readonly SampleThreshold[];
}

/** Where a threshold lies among the comparisons. */
export interface SampleThreshold {
  readonly threshold: Distance;
  /** Events at or below it. */
  readonly events: number;
  /** Non-mated comparisons at or below it, where it lies beyond the events; else 0. */
  readonly rank: number;
  /** Mated comparisons of each person at or below it. */
  readonly matedOf: Uint32Array;
}

export function bootstrapSample(
  measured: MeasuredPairs,
  thresholds: readonly Distance[],
  exactComparisons: number,
): BootstrapSample {
  const { pairs, distances, labels, people, populations } = measured;
  invariant(labels.length === people.length, 'every capture has a label and a person');
  const count = people.reduce((most, person) => Math.max(most, person), -1) + 1;
  const closest = populations.nonMated[0] ?? Infinity;
  const cut = exactEnd(populations, exactComparisons);
  const rest = createRest(populations, cut, count);
  const matedOf = new Uint32Array(count);
  const closeMatedOf = new Uint32Array(count);
  const limits = thresholds.map((threshold) => ({ threshold, matedOf: new Uint32Array(count) }));
  const places: number[] = [];
  forEachPair(pairs, (probe, reference, place) => {
    const distance = distances[place];
    const person = people[probe];
    if (labels[probe] !== labels[reference]) {
      if (distance <= cut) places.push(place);
      else rest.addNonMated(distance, person, people[reference]);
      return;
    }
    matedOf[person] += 1;
    for (const limit of limits) if (distance <= limit.threshold) limit.matedOf[person] += 1;
    if (distance < closest) closeMatedOf[person] += 1;
    else if (distance <= cut) places.push(place);
    else rest.addMated(distance, person);
  });
  const sorted = Uint32Array.from(places).sort((one, other) => distances[one] - distances[other]);
  return {
    people: count,
    matedOf,
    closeMatedOf,
    events: eventsOf(measured, sorted, count),
    rest: rest.done(),
    populations,
    thresholds: limits.map((limit) => ({
      ...limit,
      events: countPlaces(distances, sorted, limit.threshold),
      rank: limit.threshold > cut ? countAtOrBelow(populations.nonMated, limit.threshold) : 0,
    })),
  };
}

/** Up to where there are at most so many events of either kind; Infinity where that is all. */
function exactEnd({ mated, nonMated }: Populations, most: number): number {
  const close = countBelow(mated, nonMated[0] ?? Infinity);
  // A part of what is in order is in order.
  return Math.min(endOf(nonMated, most), endOf(mated.subarray(close) as SortedDistances, most));
}

function endOf(distances: SortedDistances, most: number): number {
  if (distances.length <= most) return Infinity;
  // Equal distances belong together.
  return distances[countBelow(distances, distances[most]) - 1] ?? -Infinity;
}

function eventsOf(measured: MeasuredPairs, sorted: Uint32Array, peopleCount: number): Events {
  const { pairs, distances, labels, people } = measured;
  const isMated = new Uint8Array(sorted.length);
  const person = new Uint32Array(sorted.length);
  const other = new Uint32Array(sorted.length);
  const ends: number[] = [];
  sorted.forEach((place, event) => {
    const { probe, reference } = pairAt(pairs, place);
    isMated[event] = labels[probe] === labels[reference] ? 1 : 0;
    person[event] = people[probe];
    const alone = people[probe] === people[reference];
    other[event] = alone ? peopleCount : people[reference];
    if (distances[place] !== distances[sorted[event + 1]]) ends.push(event + 1);
  });
  return { isMated, person, other, ends: Uint32Array.from(ends) };
}

function countPlaces(distances: Float64Array, sorted: Uint32Array, threshold: number): number {
  const ordered = Float64Array.from(sorted, (place) => distances[place]);
  return countAtOrBelow(ordered as SortedDistances, threshold); // Sorted by the caller.
}
