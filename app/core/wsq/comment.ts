/** NIST's comments: a heading with the number of entries, then a name and a value a line. */
const HEADING = 'NIST_COM';

/** Pixels per inch, where a comment says so. */
export function readResolution(comment: Uint8Array): number | undefined {
  const text = String.fromCharCode(...comment.subarray(0, 4096));
  if (!text.startsWith(HEADING)) return undefined;
  const value = /^PPI[ \t]+(\d+(?:\.\d+)?)\s*$/m.exec(text)?.[1];
  const dpi = Number(value);
  return dpi > 0 ? dpi : undefined;
}

export interface CommentFacts {
  readonly width: number;
  readonly height: number;
  readonly bitrate: number;
  /** Pixels per inch; -1 is written where it is not known. */
  readonly dpi?: number;
}

export function writeComment({ width, height, bitrate, dpi }: CommentFacts): number[] {
  const entries = [
    `${HEADING} 9`,
    `PIX_WIDTH ${width}`,
    `PIX_HEIGHT ${height}`,
    'PIX_DEPTH 8',
    `PPI ${dpi ?? -1}`,
    'LOSSY 1',
    'COLORSPACE GRAY',
    'COMPRESSION WSQ',
    `WSQ_BITRATE ${bitrate.toFixed(6)}`,
  ];
  return Array.from(`${entries.join('\n')}\n`, (letter) => letter.charCodeAt(0));
}
