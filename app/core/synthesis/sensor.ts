/** Sensors that synthetic captures are taken with. All of them have 500 dpi. */
export interface Sensor {
  readonly width: number;
  readonly height: number;
  /** Grey levels of the empty sensor and of a ridge pressed onto it. */
  readonly background: number;
  readonly ridge: number;
  /** Deviation of the noise of one pixel, in grey levels. */
  readonly noise: number;
  /** Deviation of the optics' blur, in pixels. */
  readonly blurPx: number;
  /** Deviation of whole columns from each other, in grey levels. */
  readonly stripes: number;
  /** How much brighter the middle is than the corners, in grey levels. */
  readonly vignette: number;
}

export const SENSOR_NAMES = ['optical', 'capacitive'] as const;
export type SensorName = (typeof SENSOR_NAMES)[number];

/** After the look of public sets: a prism of 16 x 20 mm, a chip of 13 x 15 mm; 2026-11. */
export const SENSORS: Readonly<Record<SensorName, Sensor>> = {
  optical: {
    width: 320,
    height: 400,
    background: 252,
    ridge: 12,
    noise: 1.6,
    blurPx: 0.62,
    stripes: 0,
    vignette: 4,
  },
  capacitive: {
    width: 256,
    height: 300,
    background: 150,
    ridge: 42,
    noise: 5,
    blurPx: 0.55,
    stripes: 1.8,
    vignette: 14,
  },
};

export const SENSOR_DPI = 500;
