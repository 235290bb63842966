/** Pixels per inch along both axes, plausible or not. */
export interface Dpi {
  readonly x: number;
  readonly y: number;
}

/** To hundredths, because files keep whole pixels per metre: 500 dpi are 19685 of them. */
export function dpiOf(x: number, y: number, unitsPerInch: number): Dpi | undefined {
  const rounded = (value: number) => Math.round(value * unitsPerInch * 100) / 100;
  const dpi = { x: rounded(x), y: rounded(y) };
  const told = (value: number) => value > 0 && Number.isFinite(value);
  return told(dpi.x) && told(dpi.y) ? dpi : undefined;
}

export const METRES_PER_INCH = 0.0254;
export const CENTIMETRES_PER_INCH = 2.54;
