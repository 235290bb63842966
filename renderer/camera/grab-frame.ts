/** Makes a JPEG of what a video shows. The browser encodes beside the page's own thread. */

interface GrabOptions {
  /** Pixels of the longer side; absent: as the camera gives it. */
  readonly maxSide?: number;
  /** JPEG's, 0..1. */
  readonly quality: number;
}

/** Undefined while the video has no picture yet. */
export type GrabFrame = (video: HTMLVideoElement) => Promise<Uint8Array | undefined>;

/** For decisions: as the camera gives it, and compressed so that nothing of it is missed. */
export const FULL_FRAME: GrabOptions = { quality: 0.94 };

/** For hints while one gets ready: a face fills some 100 px of it. */
export const SMALL_FRAME: GrabOptions = { maxSide: 480, quality: 0.8 };

/**
 * One canvas for all frames of a view, in main memory: a new one for each, or one on the graphics
 * card, takes 15 ms more of 640x480 on the reference machine. It is wiped after every frame.
 */
export function createGrabber({ maxSide = Infinity, quality }: GrabOptions): GrabFrame {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    if (!context || videoWidth === 0 || videoHeight === 0) return undefined;
    const share = Math.min(1, maxSide / Math.max(videoWidth, videoHeight));
    // Setting the size wipes it as well, but makes it anew: only where it changed.
    const [width, height] = [Math.round(videoWidth * share), Math.round(videoHeight * share)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    try {
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      return new Uint8Array(await blob.arrayBuffer());
    } finally {
      context.clearRect(0, 0, width, height);
    }
  };
}
