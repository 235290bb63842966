/**
 * The numbers of the format: "WSQ Gray-Scale Fingerprint Image Compression Specification",
 * IAFIS-IC-0110(V3), Criminal Justice Information Services, FBI, 1997. Big-endian throughout.
 */
export const MARKER = {
  startOfImage: 0xffa0,
  endOfImage: 0xffa1,
  startOfFrame: 0xffa2,
  startOfBlock: 0xffa3,
  transformTable: 0xffa4,
  quantisationTable: 0xffa5,
  huffmanTable: 0xffa6,
  /** How often there is a restart; the restarts themselves are 0xffb0 to 0xffb7. */
  restartInterval: 0xffa7,
  comment: 0xffa8,
} as const;

/** A quantisation table has an entry for each; the four of the highest frequencies are never coded. */
export const SUBBANDS_IN_TABLE = 64;
export const CODED_SUBBANDS = 60;

/** The first subband of each of the three blocks, and the end of the last. */
export const BLOCK_STARTS = [0, 19, 52, CODED_SUBBANDS] as const;

/**
 * What a Huffman code stands for: 1..100 are runs of so many zeros, 107..254 the values -73..74,
 * those between escapes, followed by 8 or 16 bits of a magnitude or of the length of a run.
 */
export const SYMBOL = {
  longestRun: 100,
  positive8: 101,
  negative8: 102,
  positive16: 103,
  negative16: 104,
  run8: 105,
  run16: 106,
  /** The symbol of a value is the value plus this. */
  valueOffset: 180,
  smallestValue: -73,
  largestValue: 74,
} as const;

/** Longest Huffman code, in bits. */
export const LONGEST_CODE = 16;
