import type { AcquisitionReason } from '../core/vocabulary.ts';

/**
 * How reports for other programs write reasons: `too-blurred (0.11, limit 0.15 sharpness)`,
 * several joined by semicolons.
 */
export function reasonText(reasons: readonly AcquisitionReason[]): string {
  return reasons
    .map(({ problem, measured, limit, unit, detail }) => {
      const numbers =
        measured === undefined
          ? undefined
          : `${short(measured)}${limit === undefined ? '' : `, limit ${short(limit)}`}${unit ? ` ${unit}` : ''}`;
      const addition = [numbers, detail].filter((part) => part !== undefined).join('; ');
      return addition === '' ? problem : `${problem} (${addition})`;
    })
    .join('; ');
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
