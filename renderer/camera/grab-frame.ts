/** Makes a JPEG of what a video shows, in a thread of its own. */
import type { EncodeReply, EncodeRequest } from './frame-encoder.ts';
import encoderUrl from './frame-encoder.ts?worker&url';

/** Undefined while the video has no picture yet. */
export type GrabFrame = (video: HTMLVideoElement) => Promise<Uint8Array | undefined>;

type GrabOptions = Pick<EncodeRequest, 'maxSide' | 'quality'>;

/**
 * For decisions: as the camera gives it, and compressed so that nothing of it is missed. The pixels
 * themselves would be carried for longer than they are compressed.
 */
export const grabFull = createGrabber({ quality: 0.94 });

/** For hints while one gets ready: a face fills some 100 px of it. */
export const grabSmall = createGrabber({ maxSide: 480, quality: 0.8 });

let worker: Worker | undefined;
let count = 0;
const waiting = new Map<number, (image?: Uint8Array) => void>();

function createGrabber(options: GrabOptions): GrabFrame {
  return (video) => {
    const encoder = (worker ??= startWorker());
    const frame = frameOf(video);
    if (!frame) return Promise.resolve(undefined);
    const request: EncodeRequest = { id: (count += 1), frame, ...options };
    return new Promise((resolve) => {
      waiting.set(request.id, resolve);
      encoder.postMessage(request, [frame]);
    });
  };
}

function frameOf(video: HTMLVideoElement): VideoFrame | undefined {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  try {
    return new VideoFrame(video);
  } catch {
    return undefined; // Its camera has just gone.
  }
}

function startWorker(): Worker {
  const started = new Worker(trusted(encoderUrl), { type: 'module' });
  started.addEventListener('message', ({ data: { id, image } }: MessageEvent<EncodeReply>) => {
    waiting.get(id)?.(image);
    waiting.delete(id);
  });
  // Whoever waits is told that there is no picture; the next one starts another.
  started.addEventListener('error', () => {
    started.terminate();
    if (worker === started) worker = undefined;
    for (const tell of waiting.values()) tell();
    waiting.clear();
  });
  return started;
}

/** The page's policy takes no plain address of a script: only that of the build is trusted. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('frame-encoder', {
    createScriptURL(asked) {
      if (asked !== encoderUrl) throw new TypeError('Expected the address of the encoder.');
      return asked;
    },
  });
  return policy?.createScriptURL(url) ?? url;
}

/** What of Trusted Types is used here; the library of the DOM has none yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}
