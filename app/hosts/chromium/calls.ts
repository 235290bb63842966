/** Puts the pieces of the page's calls together: in order, and no more than the host can hold. */
import { AppError } from '../../core/failure.ts';

/** Of all unfinished calls together: what the largest command may carry, and then some. */
const MOST_WAITING_BYTES = 640 * 2 ** 20;

export interface Piece {
  readonly call: number;
  readonly index: number;
  readonly isLast: boolean;
  /** Base64. */
  readonly text: string;
}

export interface Calls {
  /**
   * @returns the whole call with its last piece, before that undefined
   * @throws AppError `bad-input` for what is no piece, or too much
   */
  take(piece: Piece): Uint8Array<ArrayBuffer> | undefined;
  /** Of a page that is no more. */
  forget(): void;
}

export function createCalls(mostBytes = MOST_WAITING_BYTES): Calls {
  const waiting = new Map<number, Buffer[]>();
  let bytes = 0;
  const drop = (call: number) => {
    for (const part of waiting.get(call) ?? []) bytes -= part.length;
    waiting.delete(call);
  };
  return {
    take({ call, index, isLast, text }) {
      const parts = waiting.get(call) ?? [];
      const part = Buffer.from(text, 'base64');
      if (index !== parts.length || bytes + part.length > mostBytes) {
        drop(call);
        throw new AppError(
          'bad-input',
          'Expected the next piece of a call, within limits, but received another.',
        );
      }
      if (isLast) {
        drop(call);
        return Uint8Array.from(Buffer.concat([...parts, part]));
      }
      parts.push(part);
      bytes += part.length;
      waiting.set(call, parts);
      return undefined;
    },
    forget() {
      waiting.clear();
      bytes = 0;
    },
  };
}

/** `call:index:last:base64`, as the preload sends it; undefined for anything else. */
export function readPiece(payload: string): Piece | undefined {
  const [, call, index, isLast] = HEAD.exec(payload.slice(0, LONGEST_HEAD)) ?? [];
  if (call === undefined) return undefined;
  const text = payload.slice(call.length + index.length + isLast.length + 3);
  return { call: Number(call), index: Number(index), isLast: isLast === '1', text };
}

const HEAD = /^(\d{1,15}):(\d{1,9}):([01]):/;
const LONGEST_HEAD = 15 + 9 + 1 + 3;
