import { describe, expect, test } from 'vitest';
import { chooseResolution } from '../../../app/core/fingerprint/resolution.ts';

const file = (x: number, y = x) => ({ file: { x, y } });

describe('the resolution of a print', () => {
  test('is what was given, whatever the file says', () => {
    expect(chooseResolution({ given: 569, ...file(500) })).toEqual({
      dpi: 569,
      origin: 'given',
      fileDpi: 500,
    });
    expect(chooseResolution({ given: 569 })).toEqual({ dpi: 569, origin: 'given' });
  });

  test('is else what a plausible file says', () => {
    for (const dpi of [150, 500, 508, 1000, 2000]) {
      expect(chooseResolution(file(dpi))).toEqual({ dpi, origin: 'file', fileDpi: dpi });
    }
    expect(chooseResolution(file(500, 499))).toMatchObject({ dpi: 500, origin: 'file' });
  });

  test('is assumed where the file says nothing, or what can’t be', () => {
    expect(chooseResolution({})).toEqual({ dpi: 500, origin: 'assumed' });
    for (const dpi of [1, 72, 96, 149.9, 2001, 10_000]) {
      expect(chooseResolution(file(dpi))).toEqual({ dpi: 500, origin: 'assumed', fileDpi: dpi });
    }
    expect(chooseResolution(file(400, 600))).toMatchObject({ dpi: 500, origin: 'assumed' });
  });
});
