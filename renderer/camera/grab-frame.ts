/** Makes a JPEG of what a video shows. The browser encodes beside the page's own thread. */

interface GrabOptions {
  /** Pixels of the longer side; absent: as the camera gives it. */
  readonly maxSide?: number;
  /** JPEG's, 0..1. */
  readonly quality: number;
}

/** For decisions: as the camera gives it, and compressed so that nothing of it is missed. */
export const FULL_FRAME: GrabOptions = { quality: 0.94 };

/** For hints while one gets ready: a face fills some 100 px of it. */
export const SMALL_FRAME: GrabOptions = { maxSide: 480, quality: 0.8 };

/** Undefined while the video has no picture yet. */
export async function grabFrame(
  video: HTMLVideoElement,
  { maxSide, quality }: GrabOptions,
): Promise<Uint8Array | undefined> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const share = Math.min(1, (maxSide ?? Infinity) / Math.max(videoWidth, videoHeight));
  const canvas = new OffscreenCanvas(
    Math.round(videoWidth * share),
    Math.round(videoHeight * share),
  );
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return undefined;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}
