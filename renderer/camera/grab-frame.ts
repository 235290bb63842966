/** Makes a JPEG of what a video shows. The browser encodes beside the page's own thread. */

/** Undefined while the video has no picture yet. */
export type GrabFrame = (video: HTMLVideoElement) => Promise<Uint8Array | undefined>;

interface GrabOptions {
  /** Pixels of the longer side; absent: as the camera gives it. */
  readonly maxSide?: number;
  /** JPEG's, 0..1. */
  readonly quality: number;
}

/**
 * For decisions: as the camera gives it, and compressed so that nothing of it is missed. The pixels
 * themselves would be carried for longer than they are compressed (640x480: 100 ms against 35).
 */
export const grabFull = createGrabber({ quality: 0.94 });

/** For hints while one gets ready: a face fills some 100 px of it. */
export const grabSmall = createGrabber({ maxSide: 480, quality: 0.8 });

interface Surface {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
}

/**
 * One canvas for all frames of all views, in main memory: a new one for each frame, or one on the
 * graphics card, takes 15 ms more of 640x480 on the reference machine. It is wiped after every frame.
 */
function createGrabber({ maxSide = Infinity, quality }: GrabOptions): GrabFrame {
  let surface: Surface | undefined;
  return (video) => {
    const { videoWidth, videoHeight } = video;
    surface ??= createSurface();
    if (!surface || videoWidth === 0 || videoHeight === 0) {
      return Promise.resolve(undefined);
    }
    const { canvas, context } = surface;
    const share = Math.min(1, maxSide / Math.max(videoWidth, videoHeight));
    // Setting the size wipes it as well, but makes it anew: only where it changed.
    const [width, height] = [Math.round(videoWidth * share), Math.round(videoHeight * share)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    const encoded = encodeJpeg(canvas, quality);
    context.clearRect(0, 0, width, height);
    return encoded;
  };
}

function createSurface(): Surface | undefined {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  return context ? { canvas, context } : undefined;
}

async function encodeJpeg(canvas: OffscreenCanvas, quality: number): Promise<Uint8Array> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}
