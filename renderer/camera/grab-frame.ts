/** Makes an image file of what a video shows. */
import { encodeBmp } from './bmp.ts';

/** Undefined while the video has no picture yet. */
export type GrabFrame = (video: HTMLVideoElement) => Promise<Uint8Array | undefined>;

/** JPEG's, 0..1: nothing that a decision needs is missed. */
const FULL_QUALITY = 0.94;
const SMALL_QUALITY = 0.8;

/** Pixels of the longer side, for hints while one gets ready: a face fills some 100 of them. */
const SMALL_SIDE = 480;

/**
 * Pixels up to which a picture is handed over as it is. The browser encodes in its idle moments
 * only, of which a live video leaves few: 35 ms of 640x480 on the reference machine, where the
 * pixels themselves take 5. Larger pictures are more to carry than to encode.
 */
const RAW_PIXELS = 1_000_000;

/** For decisions: as the camera gives it. */
export const grabFull = createGrabber(Infinity, ({ canvas, context }) => {
  const { width, height } = canvas;
  if (width * height > RAW_PIXELS) return encodeJpeg(canvas, FULL_QUALITY);
  const { data } = context.getImageData(0, 0, width, height);
  return Promise.resolve(encodeBmp(data, width, height));
});

/** For hints. */
export const grabSmall = createGrabber(SMALL_SIDE, ({ canvas }) =>
  encodeJpeg(canvas, SMALL_QUALITY),
);

interface Surface {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
}

/**
 * One canvas for all frames of all views, in main memory. A new one for each frame, or one on the
 * graphics card, takes 15 ms more of 640x480 on the reference machine; one for each view is never
 * given back by the browser (2026-11: 1.9 MB a visit to the kiosk). It is wiped after every frame.
 *
 * @param encode reads the canvas before it returns
 */
function createGrabber(
  maxSide: number,
  encode: (surface: Surface) => Promise<Uint8Array>,
): GrabFrame {
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
    const encoded = encode(surface);
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
