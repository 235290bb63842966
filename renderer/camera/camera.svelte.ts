/**
 * One camera for one view: opened, followed through loss and return, and stopped when the view
 * goes. Every track is stopped as soon as it is not needed; no frame is kept.
 */
import { isWaiting, retryAfterMs, stateOfFailure, type CameraState } from './camera-state.ts';

export interface CameraDevice {
  readonly deviceId: string;
  /** Of the system; may be empty. */
  readonly label: string;
}

export interface Camera {
  readonly state: CameraState;
  readonly stream: MediaStream | undefined;
  readonly devices: readonly CameraDevice[];
  /** Of the device that is live. */
  readonly deviceId: string;
  /** Opens the named camera, or any where that one is not there. */
  open(deviceId: string): Promise<void>;
  retry(): Promise<void>;
  close(): void;
}

/** Pixels: enough for a face at arm's length; what a camera can't do it does as near as it can. */
const WANTED = { width: { ideal: 1280 }, height: { ideal: 960 }, facingMode: 'user' } as const;

export function createCamera(): Camera {
  let state = $state<CameraState>('closed');
  let stream = $state.raw<MediaStream>();
  let devices = $state.raw<readonly CameraDevice[]>([]);
  let wanted = '';
  // Each opening and closing makes the answers to earlier ones void.
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let permission: PermissionStatus | undefined;

  async function open(deviceId: string): Promise<void> {
    wanted = deviceId;
    if (state === 'closed') listen();
    await tryOpen(state === 'lost' || state === 'busy' ? state : 'opening');
  }

  async function tryOpen(meanwhile: CameraState): Promise<void> {
    turn += 1;
    const mine = turn;
    clearTimeout(timer);
    stop();
    state = meanwhile;
    try {
      const opened = await request(wanted);
      if (mine !== turn) return stopTracks(opened);
      for (const track of opened.getVideoTracks()) {
        track.addEventListener('ended', () => void onEnded(mine), { once: true });
      }
      stream = opened;
      state = 'live';
    } catch (thrown) {
      if (mine !== turn) return;
      const failed = stateOfFailure(thrown);
      // What was there a moment ago is lost rather than absent.
      state = failed === 'absent' && meanwhile === 'lost' ? 'lost' : failed;
      scheduleRetry();
    }
    await listDevices();
  }

  async function onEnded(whose: number): Promise<void> {
    if (whose !== turn) return;
    await tryOpen('lost');
  }

  function scheduleRetry(): void {
    const wait = retryAfterMs(state);
    if (wait !== undefined) timer = setTimeout(() => void tryOpen(state), wait);
  }

  async function listDevices(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    devices = all
      // Until the camera may be used the browser names none of them: there is nothing to choose by.
      .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  }

  async function onDeviceChange(): Promise<void> {
    await listDevices();
    if (isWaiting(state)) await tryOpen(state);
  }

  const deviceChanged = () => void onDeviceChange();
  const permissionChanged = () => {
    if (state === 'denied' && permission?.state !== 'denied') void tryOpen('opening');
  };

  function listen(): void {
    navigator.mediaDevices.addEventListener('devicechange', deviceChanged);
    void navigator.permissions.query({ name: 'camera' }).then(
      (status) => {
        permission = status;
        status.addEventListener('change', permissionChanged);
      },
      () => undefined, // Not every window knows it: then the button helps.
    );
  }

  function stop(): void {
    if (stream) stopTracks(stream);
    stream = undefined;
  }

  return {
    get state() {
      return state;
    },
    get stream() {
      return stream;
    },
    get devices() {
      return devices;
    },
    get deviceId() {
      return stream?.getVideoTracks()[0]?.getSettings().deviceId ?? '';
    },
    open,
    retry: () => tryOpen('opening'),
    close() {
      turn += 1;
      clearTimeout(timer);
      navigator.mediaDevices.removeEventListener('devicechange', deviceChanged);
      permission?.removeEventListener('change', permissionChanged);
      stop();
      state = 'closed';
    },
  };
}

/** The named camera; where it is not there any more, whichever is. */
async function request(deviceId: string): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  if (deviceId !== '') {
    try {
      return await mediaDevices.getUserMedia({
        video: { ...WANTED, deviceId: { exact: deviceId } },
      });
    } catch (thrown) {
      if (stateOfFailure(thrown) !== 'absent') throw thrown;
    }
  }
  return mediaDevices.getUserMedia({ video: WANTED });
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
