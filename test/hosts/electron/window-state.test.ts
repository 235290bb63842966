import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Rectangle } from 'electron';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  placeOn,
  readWindowState,
  rememberWindow,
} from '../../../app/hosts/electron/window-state.ts';
import { asWindow, fakeWindow } from './fake-electron.ts';

const LEFT: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const RIGHT: Rectangle = { x: 1920, y: 200, width: 1280, height: 760 };
const bounds = { x: 100, y: 50, width: 1280, height: 800 };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmark-window-'));
  file = path.join(folder, 'window.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a place', () => {
  it('is taken as it is where its screen is still there', () => {
    const state = { bounds, maximised: true };
    expect(placeOn([LEFT], state)).toEqual(state);
    const onRight = { bounds: { x: 2000, y: 300, width: 900, height: 600 }, maximised: false };
    expect(placeOn([LEFT, RIGHT], onRight)).toEqual(onRight);
  });

  it('is forgotten where its screen was taken away', () => {
    expect(placeOn([LEFT], { bounds: { ...bounds, x: 2000 }, maximised: false })).toBeUndefined();
    expect(placeOn([], { bounds, maximised: false })).toBeUndefined();
  });

  it('is no larger than the screen', () => {
    const large = { bounds: { x: 2000, y: 300, width: 5000, height: 5000 }, maximised: false };
    expect(placeOn([LEFT, RIGHT], large)?.bounds).toEqual({
      x: 2000,
      y: 300,
      width: 1280,
      height: 760,
    });
  });

  it('leaves a title bar to be taken hold of, wherever it was', () => {
    const side = fc.integer({ min: -5000, max: 5000 });
    const length = fc.integer({ min: 200, max: 5000 });
    fc.assert(
      fc.property(side, side, length, length, (x, y, width, height) => {
        const placed = placeOn([LEFT, RIGHT], {
          bounds: { x, y, width, height },
          maximised: false,
        });
        if (!placed) return;
        // Looked for point by point, not by the arithmetic of the code.
        const onScreen = (px: number, py: number) =>
          [LEFT, RIGHT].some(
            (one) =>
              px >= one.x && px < one.x + one.width && py >= one.y && py < one.y + one.height,
          );
        const grips = Array.from(
          { length: Math.ceil(placed.bounds.width / 20) },
          (_, i) => x + 20 * i,
        );
        expect(grips.some((px) => onScreen(px, y) && onScreen(px, y + 39))).toBe(true);
      }),
    );
  });

  it.each([
    'null',
    '[]',
    '"text"',
    '{}',
    '{"bounds":{"x":0,"y":0,"width":100,"height":"100"},"maximised":false}',
    '{"bounds":{"x":0,"y":0,"width":-5,"height":100},"maximised":false}',
    '{"bounds":{"x":0.5,"y":0,"width":800,"height":600},"maximised":false}',
    '{"bounds":{"x":0,"y":0,"width":800,"height":600}}',
    '{"bounds":null,"maximised":true}',
    '{"bounds":',
    '',
  ])('is not read from %s', (text) => {
    writeFileSync(file, text);
    expect(readWindowState(file, [LEFT])).toBeUndefined();
  });

  it('is not read where there is none', () => {
    expect(readWindowState(path.join(folder, 'nothing.json'), [LEFT])).toBeUndefined();
  });
});

describe('a window that is remembered', () => {
  afterEach(() => vi.useRealTimers());

  it('comes back where it was closed', () => {
    const window = fakeWindow();
    rememberWindow(asWindow(window), file, () => false);
    window.bounds = bounds;
    window.emit('close');
    expect(readWindowState(file, [LEFT])).toEqual({ bounds, maximised: false });
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it('is written once when it has come to rest', () => {
    vi.useFakeTimers();
    const window = fakeWindow();
    rememberWindow(asWindow(window), file, () => false);
    for (let x = 0; x < 10; x++) {
      window.bounds = { ...bounds, x };
      window.emit('move');
      vi.advanceTimersByTime(100);
    }
    expect(readdirSync(folder)).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ bounds: { x: 9 } });
  });

  it('is not remembered as the kiosk or full screen that it was', () => {
    const kiosk = fakeWindow();
    rememberWindow(asWindow(kiosk), file, () => true);
    kiosk.emit('close');
    const full = fakeWindow();
    full.fullScreen = true;
    rememberWindow(asWindow(full), file, () => false);
    full.emit('close');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('closes where its place can not be written, too', () => {
    const window = fakeWindow();
    rememberWindow(asWindow(window), path.join(folder, 'no/such/window.json'), () => false);
    expect(() => window.emit('close')).not.toThrow();
  });
});
