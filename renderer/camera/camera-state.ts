/** What a camera can be in, and what becomes of it by itself. Pure. */

export type CameraState =
  /** Not asked for. */
  | 'closed'
  | 'opening'
  | 'live'
  /** The user or the system does not let us. */
  | 'denied'
  /** Another program has it. */
  | 'busy'
  | 'absent'
  /** It was live and went away. */
  | 'lost';

/** By the names that getUserMedia's failures have (W3C Media Capture, 10.3). */
export function stateOfFailure(thrown: unknown): CameraState {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent';
    default:
      // NotReadableError and AbortError: the device is there, and can't be had.
      return 'busy';
  }
}

/**
 * Milliseconds until it is tried again by itself. Undefined where only something from outside
 * helps: a device that is connected, a permission that is given, a button.
 */
export function retryAfterMs(state: CameraState): number | undefined {
  return state === 'busy' || state === 'lost' ? 2_500 : undefined;
}

export function isWaiting(state: CameraState): boolean {
  return state === 'denied' || state === 'busy' || state === 'absent' || state === 'lost';
}
