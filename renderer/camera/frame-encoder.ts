/** A worker: makes JPEGs of video frames. In the page the browser encodes in idle moments only. */

/** The frame is the worker's from then on. */
export interface EncodeRequest {
  readonly id: number;
  readonly frame: VideoFrame;
  /** Pixels of the longer side, at most; absent: as the frame is. */
  readonly maxSide?: number;
  /** JPEG's, 0..1. */
  readonly quality: number;
}

export interface EncodeReply {
  readonly id: number;
  /** Absent where the frame could not be encoded. */
  readonly image?: Uint8Array<ArrayBuffer>;
}

const full = createSurface();
const small = createSurface();

addEventListener('message', ({ data }: MessageEvent<EncodeRequest>) => void answer(data));

async function answer({ id, frame, maxSide, quality }: EncodeRequest): Promise<void> {
  let image: Uint8Array<ArrayBuffer> | undefined;
  try {
    image = await encode(frame, maxSide ?? Infinity, quality);
  } catch {
    image = undefined; // The page says that there was no picture.
  } finally {
    frame.close();
  }
  const reply: EncodeReply = { id, ...(image && { image }) };
  postMessage(reply, { transfer: image ? [image.buffer] : [] });
}

/**
 * Pixels are copied, not drawn: without a graphics card Chromium keeps the memory of every frame
 * that is drawn, 1.2 MB of 640x480 (version 153, 2026-11).
 */
async function encode(frame: VideoFrame, maxSide: number, quality: number) {
  const rect = frame.visibleRect;
  if (!rect || !full || !small) throw new Error('Expected a frame with pixels.');
  const { width, height } = rect;
  const pixels = new ImageData(width, height);
  await frame.copyTo(pixels.data, { format: 'RGBX', rect });
  resize(full.canvas, width, height);
  full.context.putImageData(pixels, 0, 0);
  pixels.data.fill(0);
  const share = Math.min(1, maxSide / Math.max(frame.displayWidth, frame.displayHeight));
  const shown = {
    width: Math.round(frame.displayWidth * share),
    height: Math.round(frame.displayHeight * share),
  };
  const asItIs = shown.width === width && shown.height === height;
  if (!asItIs) {
    resize(small.canvas, shown.width, shown.height);
    small.context.drawImage(full.canvas, 0, 0, shown.width, shown.height);
  }
  const { canvas } = asItIs ? full : small;
  const encoded = canvas.convertToBlob({ type: 'image/jpeg', quality });
  for (const { canvas: used, context } of [full, small]) {
    context.clearRect(0, 0, used.width, used.height);
  }
  return new Uint8Array(await (await encoded).arrayBuffer());
}

/** In main memory: on the graphics card it takes longer to read. */
function createSurface() {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  return context ? { canvas, context } : undefined;
}

/** Setting a size makes the canvas anew: only where it changed. */
function resize(canvas: OffscreenCanvas, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
