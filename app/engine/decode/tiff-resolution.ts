/** XResolution, YResolution and ResolutionUnit of a TIFF's first directory, which EXIF has as well. */
import { CENTIMETRES_PER_INCH, dpiOf, type Dpi } from './dpi.ts';

const TAG = { xResolution: 282, yResolution: 283, resolutionUnit: 296 } as const;
const TYPE = { short: 3, rational: 5 } as const;
const UNIT = { none: 1, inch: 2, centimetre: 3 } as const;

/** @throws RangeError where it leads behind the end */
export function readTiffResolution(view: DataView): Dpi | undefined {
  const little = view.getUint16(0) === 0x4949;
  const big = view.getUint16(2, little) === 43; // BigTIFF: places of 64 bits.
  const place = (at: number) =>
    big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  const directory = place(big ? 8 : 4);
  const entries = big ? place(directory) : view.getUint16(directory, little);
  const first = directory + (big ? 8 : 2);
  const entryBytes = big ? 20 : 12;
  let [x, y, unit] = [NaN, NaN, UNIT.inch as number];
  // The count may be anything; each entry is looked at, so the end of the file ends it.
  for (let i = 0; i < entries; i++) {
    const at = first + i * entryBytes;
    const tag = view.getUint16(at, little);
    const type = view.getUint16(at + 2, little);
    const value = at + (big ? 12 : 8);
    if (tag === TAG.resolutionUnit && type === TYPE.short) unit = view.getUint16(value, little);
    if (type !== TYPE.rational || (tag !== TAG.xResolution && tag !== TAG.yResolution)) continue;
    const from = big ? value : place(value); // A rational is 8 bytes: BigTIFF keeps it inside.
    const ratio = view.getUint32(from, little) / view.getUint32(from + 4, little);
    if (tag === TAG.xResolution) x = ratio;
    else y = ratio;
  }
  if (unit !== UNIT.inch && unit !== UNIT.centimetre) return undefined;
  const perInch = unit === UNIT.inch ? 1 : CENTIMETRES_PER_INCH;
  return dpiOf(Number.isNaN(x) ? y : x, Number.isNaN(y) ? x : y, perInch);
}
