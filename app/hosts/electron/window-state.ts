/** Where the window was, kept in a small file; what is not sensible any more is forgotten. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';

export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximised: boolean;
}

/** How much of the window has to be on a screen, so that it can be taken hold of; in pixels. */
const GRIP = { width: 120, height: 40 } as const;

/** Milliseconds without another move before the place is written. */
const SETTLE_MS = 500;

/** @param workAreas of the screens that are there now */
export function readWindowState(
  file: string,
  workAreas: readonly Rectangle[],
): WindowState | undefined {
  try {
    return placeOn(workAreas, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // The first start, or not our file: it opens where the system likes.
  }
}

/** @returns undefined for what is no state, or lies where no screen is */
export function placeOn(workAreas: readonly Rectangle[], state: unknown): WindowState | undefined {
  if (!isState(state)) return undefined;
  const { bounds, maximised } = state;
  for (const area of workAreas) {
    const width = Math.min(bounds.width, area.width);
    const height = Math.min(bounds.height, area.height);
    const across = overlap(bounds.x, width, area.x, area.width);
    // The title bar, which is at the top, has to be within.
    const down = overlap(bounds.y, GRIP.height, area.y, area.height);
    if (across < GRIP.width || down < GRIP.height) continue;
    return { bounds: { x: bounds.x, y: bounds.y, width, height }, maximised };
  }
  return undefined;
}

/** Writes the window's place whenever it has been moved, and when it closes. */
export function rememberWindow(window: BrowserWindow, file: string, isKiosk: () => boolean): void {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isFullScreen() || isKiosk()) return;
    writeWindowState(file, {
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(write, SETTLE_MS);
    timer.unref();
  };
  window.on('resize', later);
  window.on('move', later);
  window.on('close', write);
}

function writeWindowState(file: string, state: WindowState): void {
  try {
    // Whole or not at all: another start may read meanwhile.
    writeFileSync(`${file}.part`, JSON.stringify(state));
    renameSync(`${file}.part`, file);
  } catch {
    // A full or read-only disk: the window opens elsewhere the next time, and that is all.
  }
}

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);
}

function isState(value: unknown): value is WindowState {
  if (typeof value !== 'object' || value === null) return false;
  if (!('bounds' in value) || !('maximised' in value)) return false;
  const { bounds, maximised } = value;
  if (typeof bounds !== 'object' || bounds === null || typeof maximised !== 'boolean') return false;
  const sides = ['x', 'y', 'width', 'height'].map((name): unknown => Reflect.get(bounds, name));
  return sides.every(Number.isSafeInteger) && sides.slice(2).every((side) => Number(side) > 0);
}
