/**
 * A live frame is looked at for hints, and decided on when the shutter takes the very same one.
 * What the look found is remembered for that moment, so that the decision need not wait for it
 * again. Only features and measurements are held, no image, and only for {@link HELD_MS}.
 */
import type { Acquisition } from '../core/sample.ts';
import type { Sha256 } from '../core/vocabulary.ts';
import type { AnalyseOptions } from './protocol.ts';
import { hashOf, type ImageSource } from './source.ts';

/** Milliseconds from the beginning of a look until what it found is forgotten. */
export const HELD_MS = 1_000;

type Analyse = (source: ImageSource, options: AnalyseOptions) => Promise<Acquisition>;

export interface LastLook {
  readonly look: Analyse;
  readonly analyse: Analyse;
}

interface Look {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly options: string;
  readonly found: Promise<Acquisition>;
}

export function createLastLook(ask: Analyse): LastLook {
  let last: Look | undefined;

  function isSame({ sha256, bytes, options }: Look, source: ImageSource, asked: AnalyseOptions) {
    return (
      source.kind === 'bytes' &&
      source.bytes.length === bytes && // Cheaper than the hash, which large files would be slow at.
      options === JSON.stringify(asked) &&
      sha256 === hashOf(source.bytes)
    );
  }

  return {
    look(source, options) {
      const found = ask(source, options);
      if (source.kind !== 'bytes') return found;
      const look: Look = {
        sha256: hashOf(source.bytes),
        bytes: source.bytes.length,
        options: JSON.stringify(options),
        found,
      };
      last = look;
      const forget = () => {
        if (last === look) last = undefined;
      };
      setTimeout(forget, HELD_MS).unref();
      found.catch(forget);
      return found;
    },
    async analyse(source, options) {
      const look = last && isSame(last, source, options) ? last : undefined;
      // A look that the engine failed at says nothing of the image.
      return (await look?.found.catch(() => undefined)) ?? ask(source, options);
    },
  };
}
