/**
 * A camera that a test holds in its hand: it takes the place of `getUserMedia` in the page, shows
 * what it is given, and can be unplugged, refused, or taken by another program.
 */
import type { BrowserContext, Page } from 'playwright-core';

export interface ScriptedCamera {
  /** A JPEG or PNG; it is fitted into the picture. */
  show(image: Uint8Array): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  deny(): Promise<void>;
  allow(): Promise<void>;
  busy(): Promise<void>;
  free(): Promise<void>;
  /** How many streams are open at this moment. */
  streams(): Promise<number>;
}

const SIZE = { width: 640, height: 480, framesPerSecond: 30 } as const;

type Condition = 'ready' | 'unplugged' | 'denied' | 'busy';

/** What {@link installCamera} leaves in the page. */
interface CameraInPage {
  show(image: Uint8Array): Promise<void>;
  setCondition(condition: Condition): void;
  streams(): number;
}

type PageWithCamera = typeof globalThis & { __camera: CameraInPage };

/** Before the page's own scripts, in every page that opens from now on. */
export async function scriptCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(installCamera, SIZE);
}

/** It is as it was last told to be also after the page was loaded again. */
export function createScriptedCamera(currentPage: () => Page): ScriptedCamera & {
  /** Tells a page that was loaded afresh. */
  remind(): Promise<void>;
} {
  let shown: Uint8Array | undefined;
  let condition: Condition = 'ready';
  const tell = async (next: Condition) => {
    condition = next;
    await currentPage().evaluate((told) => {
      (globalThis as PageWithCamera).__camera.setCondition(told);
    }, next);
  };
  const show = async (image: Uint8Array) => {
    shown = image;
    // A Buffer would cross as an object of its bytes.
    await currentPage().evaluate(
      (bytes) => (globalThis as PageWithCamera).__camera.show(bytes),
      new Uint8Array(image),
    );
  };
  return {
    show,
    unplug: () => tell('unplugged'),
    plug: () => tell('ready'),
    deny: () => tell('denied'),
    allow: () => tell('ready'),
    busy: () => tell('busy'),
    free: () => tell('ready'),
    streams: () => currentPage().evaluate(() => (globalThis as PageWithCamera).__camera.streams()),
    async remind() {
      if (shown) await show(shown);
      if (condition !== 'ready') await tell(condition);
    },
  };
}

/** Runs in the page: everything it needs is inside. */
function installCamera(size: typeof SIZE): void {
  const devices = navigator.mediaDevices;
  // Pages of other origins, which have no camera anyhow.
  if (!devices) return;
  let condition: Condition = 'ready';
  let image: ImageBitmap | undefined;
  const open = new Map<MediaStreamTrack, number>();
  const info = {
    deviceId: 'scripted-camera',
    groupId: 'scripted',
    kind: 'videoinput',
    label: 'Scripted camera',
    toJSON: () => ({}),
  } satisfies MediaDeviceInfo;

  const fail = (name: string) => new DOMException(`The scripted camera: ${name}`, name);
  const refusals: Record<Exclude<Condition, 'ready'>, string> = {
    unplugged: 'NotFoundError',
    denied: 'NotAllowedError',
    busy: 'NotReadableError',
  };

  function paint(context: CanvasRenderingContext2D): void {
    context.fillStyle = '#8a8f94';
    context.fillRect(0, 0, size.width, size.height);
    if (!image) return;
    const scale = Math.min(size.width / image.width, size.height / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    context.drawImage(image, (size.width - width) / 2, (size.height - height) / 2, width, height);
  }

  function openStream(): MediaStream {
    const canvas = document.createElement('canvas');
    canvas.width = size.width;
    canvas.height = size.height;
    const context = canvas.getContext('2d');
    if (!context) throw fail('AbortError');
    paint(context);
    const stream = canvas.captureStream(size.framesPerSecond);
    const [track] = stream.getVideoTracks();
    const timer = window.setInterval(() => {
      if (track.readyState === 'ended') close(track);
      else paint(context);
    }, 1000 / size.framesPerSecond);
    open.set(track, timer);
    Object.defineProperty(track, 'label', { value: info.label });
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), ...size, deviceId: info.deviceId });
    return stream;
  }

  function close(track: MediaStreamTrack): void {
    window.clearInterval(open.get(track));
    open.delete(track);
  }

  devices.getUserMedia = (constraints) => {
    if (constraints?.audio) return Promise.reject(fail('NotAllowedError'));
    if (condition !== 'ready') return Promise.reject(fail(refusals[condition]));
    return Promise.resolve(openStream());
  };
  devices.enumerateDevices = () => Promise.resolve(condition === 'unplugged' ? [] : [info]);

  const camera: CameraInPage = {
    async show(bytes) {
      image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    },
    setCondition(next) {
      const [was, plugged] = [condition, next !== 'unplugged'];
      condition = next;
      if (next !== 'ready') {
        for (const track of [...open.keys()]) {
          track.stop();
          close(track);
          // A device that goes away says so; a track that the page stops does not.
          track.dispatchEvent(new Event('ended'));
        }
      }
      if ((was !== 'unplugged') !== plugged) devices.dispatchEvent(new Event('devicechange'));
    },
    streams: () => [...open.keys()].filter((track) => track.readyState === 'live').length,
  };
  Object.defineProperty(globalThis, '__camera', { value: camera });
}
