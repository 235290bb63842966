import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../app/core/distance.ts';
import {
  compareFeatures,
  createPacker,
  joinReferences,
  packReferences,
  referenceAt,
  referenceBytes,
  referenceCount,
  sliceReferences,
} from '../../app/core/features.ts';
import { compareAnchors } from '../../app/core/fingerprint/compare.ts';
import type { Features, Modality } from '../../app/core/vocabulary.ts';
import { PRINT_SCALE, SCALE, anchorsAt, embeddingAt } from '../services/fake-engine.ts';
import { anchorsOf, unitVector } from '../store/fixtures.ts';

const MADE: Readonly<Record<Modality, (seed: number) => Features>> = {
  face: (seed) => unitVector(String(seed), 8),
  // Of different lengths.
  fingerprint: (seed) => anchorsOf(String(seed), seed % 5),
};

test('faces are compared by their embeddings, prints by their anchors', () => {
  const [one, other] = [embeddingAt(0, 0), embeddingAt(0, 40)];
  expect(compareFeatures(SCALE, one, other)).toBe(compare(one, other));
  const [print, another] = [anchorsAt(1, 0), anchorsAt(1, 40)];
  const { comparison } = PRINT_SCALE;
  expect(compareFeatures(PRINT_SCALE, print, another)).toBe(
    compareAnchors(print, another, comparison),
  );
  expect(compareFeatures(PRINT_SCALE, print, print)).toBe(0);
  expect(compareFeatures(PRINT_SCALE, print, anchorsAt(2, 0))).toBeGreaterThan(1);
});

test('what is of two modalities is never compared', () => {
  expect(() => compareFeatures(SCALE, embeddingAt(0, 0), anchorsAt(0, 0))).toThrow(/promise/);
  expect(() => compareFeatures(PRINT_SCALE, embeddingAt(0, 0), anchorsAt(0, 0))).toThrow(/promise/);
  expect(() => packReferences('face', [anchorsAt(0, 0)])).toThrow(/promise/);
  expect(() => packReferences('fingerprint', [embeddingAt(0, 0)])).toThrow(/promise/);
});

describe.each(['face', 'fingerprint'] as const)('references of %s', (modality) => {
  const featuresOf = (count: number) => Array.from({ length: count }, (_, i) => MADE[modality](i));

  test('come out of a set as they went in', () => {
    const features = featuresOf(7);
    const set = packReferences(modality, features);
    expect(set.modality).toBe(modality);
    expect(referenceCount(set)).toBe(7);
    expect(referenceBytes(set)).toBe(features.reduce((sum, { byteLength }) => sum + byteLength, 0));
    features.forEach((one, row) => expect(referenceAt(set, row)).toEqual(one));
  });

  test('may be none', () => {
    const none = packReferences(modality, []);
    expect([referenceCount(none), referenceBytes(none)]).toEqual([0, 0]);
  });

  test('are the same set again, sliced and joined anywhere', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.array(fc.nat(12), { maxLength: 4 }), (count, cuts) => {
        const whole = packReferences(modality, featuresOf(count + 1));
        const last = referenceCount(whole);
        const edges = [0, ...cuts.filter((cut) => cut < last), last].sort((a, b) => a - b);
        const parts = edges.slice(1).map((to, i) => sliceReferences(whole, edges[i], to));
        expect(joinReferences(parts)).toEqual(whole);
      }),
    );
  });

  test('that are sliced are a copy, so that they can be handed over', () => {
    const whole = packReferences(modality, featuresOf(4));
    const part = sliceReferences(whole, 1, 3);
    expect(referenceAt(part, 1)).toEqual(referenceAt(whole, 2));
    referenceAt(part, 1).fill(1);
    expect(referenceAt(part, 1)).not.toEqual(referenceAt(whole, 2));
  });

  test('that are not as announced are a bug', () => {
    const [one] = featuresOf(2).slice(1);
    const packer = createPacker(modality, 2, 2 * one.byteLength);
    packer.add(one);
    expect(() => packer.done()).toThrow(/promise/);
  });
});
