import { describe, expect, it } from 'vitest';
import { decodeHalfFloat } from '../../../models/convert/half-float.ts';
import {
  depthwiseHwoToGroups,
  hwimToGroups,
  hwioToOihw,
  ohwiToOihw,
} from '../../../models/convert/layout.ts';
import { elementCount, type FloatTensor, permute } from '../../../models/convert/tensor.ts';
import type { TfjsWeight } from '../../../models/convert/tfjs-model.ts';
import { readTfjsWeights } from '../../../models/convert/tfjs-weights.ts';

/** Values that tell their own place: 0, 1, 2, ... */
function counted(...shape: number[]): FloatTensor {
  return { shape, data: Float32Array.from({ length: elementCount(shape) }, (_, index) => index) };
}

/** The value at an index of four axes, by the definition of row-major order. */
function at({ shape, data }: FloatTensor, a: number, b: number, c: number, d: number): number {
  const [, B = 0, C = 0, D = 0] = shape;
  return data[((a * B + b) * C + c) * D + d] ?? Number.NaN;
}

/** Every index of four axes. */
function* indices(A: number, B: number, C: number, D: number) {
  for (let a = 0; a < A; a += 1)
    for (let b = 0; b < B; b += 1)
      for (let c = 0; c < C; c += 1) for (let d = 0; d < D; d += 1) yield [a, b, c, d] as const;
}

describe('half floats', () => {
  it('decodes all 65,536 of them as the definition says', () => {
    for (let bits = 0; bits < 65_536; bits += 1) {
      const sign = bits >= 0x8000 ? -1 : 1;
      const exponent = Math.floor(bits / 1024) % 32;
      const fraction = bits % 1024;
      let value = sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
      if (exponent === 0) value = sign * 2 ** -14 * (fraction / 1024);
      if (exponent === 31) value = fraction === 0 ? sign * Infinity : Number.NaN;
      if (!Object.is(decodeHalfFloat(bits), value)) {
        expect.fail(`Expected ${value} for ${bits.toString(16)}, got ${decodeHalfFloat(bits)}`);
      }
    }
  });
});

describe('layouts', () => {
  it('puts TensorFlow filters [H, W, I, O] in the order [O, I, H, W]', () => {
    const source = counted(2, 3, 4, 5);
    const result = hwioToOihw(source);
    expect(result.shape).toEqual([5, 4, 2, 3]);
    for (const [h, w, i, o] of indices(2, 3, 4, 5)) {
      expect(at(result, o, i, h, w)).toBe(at(source, h, w, i, o));
    }
  });

  it('puts depthwise filters [H, W, I, M] in groups [I * M, 1, H, W]', () => {
    const source = counted(2, 3, 4, 2);
    const result = hwimToGroups(source);
    expect(result.shape).toEqual([8, 1, 2, 3]);
    for (const [h, w, i, m] of indices(2, 3, 4, 2)) {
      expect(at(result, i * 2 + m, 0, h, w)).toBe(at(source, h, w, i, m));
    }
  });

  it('puts TensorFlow Lite filters [O, H, W, I] in the order [O, I, H, W]', () => {
    const source = counted(5, 2, 3, 4);
    const result = ohwiToOihw(source);
    expect(result.shape).toEqual([5, 4, 2, 3]);
    for (const [o, h, w, i] of indices(5, 2, 3, 4)) {
      expect(at(result, o, i, h, w)).toBe(at(source, o, h, w, i));
    }
  });

  it('puts TensorFlow Lite depthwise filters [1, H, W, O] in groups [O, 1, H, W]', () => {
    const source = counted(1, 2, 3, 4);
    const result = depthwiseHwoToGroups(source);
    expect(result.shape).toEqual([4, 1, 2, 3]);
    for (const [, h, w, o] of indices(1, 2, 3, 4)) {
      expect(at(result, o, 0, h, w)).toBe(at(source, 0, h, w, o));
    }
  });

  it('refuses an order that is no permutation', () => {
    expect(() => permute(counted(2, 2), [0, 0])).toThrow('Expected a permutation of 2 axes');
    expect(() => permute(counted(2, 2), [0])).toThrow('received [0]');
  });
});

describe('TensorFlow.js weights', () => {
  const weight: TfjsWeight = { name: 'w', shape: [2], dtype: 'float32' };

  it('decodes each kind of quantisation, one after the other', () => {
    const bytes = Buffer.alloc(8 + 4 + 2 + 4);
    bytes.writeFloatLE(1.5, 0);
    bytes.writeFloatLE(-0.25, 4);
    bytes.writeUInt16LE(0x3c00, 8); // 1
    bytes.writeUInt16LE(0xc000, 10); // -2
    bytes.set([0, 255], 12);
    bytes.writeInt32LE(-7, 14);
    const tensors = readTfjsWeights(
      [
        {
          paths: ['a'],
          weights: [
            weight,
            { ...weight, name: 'half', quantization: { dtype: 'float16' } },
            { ...weight, name: 'byte', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
            { name: 'whole', shape: [1], dtype: 'int32' },
          ],
        },
      ],
      () => bytes,
    );
    expect([...tensors].map(([name, { data }]) => [name, [...data]])).toEqual([
      ['w', [1.5, -0.25]],
      ['half', [1, -2]],
      ['byte', [-1, 126.5]],
      ['whole', [-7]],
    ]);
  });

  it('refuses files of another length', () => {
    const read = () =>
      readTfjsWeights([{ paths: ['a.bin'], weights: [weight] }], () => Buffer.alloc(9));
    expect(read).toThrow('Expected 8 bytes of weights for a.bin but received 9.');
  });
});
