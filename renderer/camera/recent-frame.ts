/**
 * The picture at hand when the shutter is pressed. A frame of the size that hints are made of anyhow
 * is encoded for its look as a decision needs it, and the shutter takes the one that was looked at
 * last: what was judged is what is decided on, and nobody waits for another one to be encoded.
 */
import type { GrabFrame } from './grab-frame.ts';

/** Pixels of the longer side up to which a look gets the whole frame. */
const WHOLE_SIDE = 640;

/**
 * Milliseconds after which a frame is no longer what one meant to take: what one needs from seeing
 * to pressing, and longer than a look's pace.
 */
const FRESH_MS = 350;

interface RecentFrameParts {
  readonly grabFull: GrabFrame;
  readonly grabSmall: GrabFrame;
  readonly now: () => number;
}

export interface RecentFrame {
  /** For hints. */
  look: GrabFrame;
  /** For a decision, as the camera gives it; no frame is given twice. */
  take: GrabFrame;
  /** No frame from before is taken any more. */
  drop(): void;
}

export function createRecentFrame({ grabFull, grabSmall, now }: RecentFrameParts): RecentFrame {
  let recent: { readonly at: number; readonly image: ReturnType<GrabFrame> } | undefined;
  return {
    look(video) {
      const whole = Math.max(video.videoWidth, video.videoHeight) <= WHOLE_SIDE;
      const image = (whole ? grabFull : grabSmall)(video);
      recent = whole ? { at: now(), image } : undefined;
      return image;
    },
    async take(video) {
      const fresh = recent && now() - recent.at <= FRESH_MS ? recent.image : undefined;
      recent = undefined;
      return (await fresh) ?? grabFull(video);
    },
    drop() {
      recent = undefined;
    },
  };
}
