/**
 * Which part of the plane each subband fills, and how the plane is split to get there. A split
 * halves a region along both axes; where its length is odd the low-pass half is the longer one.
 * A region that is itself the second half along an axis holds its frequencies in reverse, so there
 * the high-pass half comes first: subbands then lie in order of frequency.
 */
import { CODED_SUBBANDS } from './format.ts';

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Split extends Region {
  /** The high-pass half is the left one. */
  readonly reversedX: boolean;
  /** The high-pass half is the upper one. */
  readonly reversedY: boolean;
}

export interface Layout {
  /** In the order of their numbers, 0..59. */
  readonly subbands: readonly Region[];
  /** In the order of the analysis; the synthesis takes them from the end. */
  readonly splits: readonly Split[];
}

export function layOut(width: number, height: number): Layout {
  const splits: Split[] = [];
  const [topLeft, right, below] = QUARTERS;
  const split = (region: Region, [reversedX, reversedY]: Quarter = topLeft): Region[] => {
    splits.push({ ...region, reversedX, reversedY });
    return quarter(region, reversedX, reversedY);
  };
  /** Two levels: 16 subbands. */
  const splitTwice = (region: Region, place: Quarter): Region[] =>
    split(region, place).flatMap((part, i) => split(part, QUARTERS[i]));

  const [low, high1, high2] = split({ x: 0, y: 0, width, height });
  const [lowLow, lowHigh1, lowHigh2, subband51] = split(low);
  const [lowest, ...subbands4to18] = splitTwice(lowLow, topLeft);
  const subbands = [
    ...split(lowest),
    ...subbands4to18,
    ...splitTwice(lowHigh1, right),
    ...splitTwice(lowHigh2, below),
    subband51,
    ...split(high1, right),
    ...split(high2, below),
  ];
  if (subbands.length !== CODED_SUBBANDS) throw new Error('Expected 60 subbands.');
  return { subbands, splits };
}

type Quarter = readonly [reversedX: boolean, reversedY: boolean];

/** Upper left, upper right, lower left, lower right. */
const QUARTERS: readonly Quarter[] = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
];

function quarter({ x, y, width, height }: Region, reversedX: boolean, reversedY: boolean) {
  const left = reversedX ? Math.floor(width / 2) : Math.ceil(width / 2);
  const upper = reversedY ? Math.floor(height / 2) : Math.ceil(height / 2);
  return [
    { x, y, width: left, height: upper },
    { x: x + left, y, width: width - left, height: upper },
    { x, y: y + upper, width: left, height: height - upper },
    { x: x + left, y: y + upper, width: width - left, height: height - upper },
  ];
}
