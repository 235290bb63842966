/** The engine's door to core/wsq: its problems become reasons. */
import { decodeWsq as decode, type WsqImage } from '../../core/wsq/decode.ts';
import { WsqProblem } from '../../core/wsq/problem.ts';
import { DecodeProblem } from './problem.ts';

/** @throws DecodeProblem */
export function decodeWsq(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): WsqImage {
  try {
    return decode(bytes, checkSize);
  } catch (cause) {
    if (!(cause instanceof WsqProblem)) throw cause;
    throw new DecodeProblem(
      { problem: 'damaged-image', detail: `WSQ: ${cause.message}` },
      { cause },
    );
  }
}
