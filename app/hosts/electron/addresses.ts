/** Which addresses may be loaded at all, and which of them show a camera. */
import { ELECTRON_ORIGIN, isFromApp } from '../window/origin.ts';

/**
 * Screens of renderer/router.ts on which somebody is captured. Settings is none of them: a camera
 * is chosen where its picture is seen.
 */
const CAPTURE_SCREENS: readonly string[] = ['verify', 'enrol', 'kiosk'];

/** True for our own files and for what the page made itself; no request leaves this machine. */
export function isLocal(address: string, allowDevTools: boolean): boolean {
  if (isFromApp(address, ELECTRON_ORIGIN)) return true;
  if (address.startsWith('blob:')) return isFromApp(address.slice(5), ELECTRON_ORIGIN);
  return address.startsWith('data:') || (allowDevTools && address.startsWith('devtools://'));
}

/** The screen is in the fragment; without one it is the home screen, Verify. */
export function isCaptureView(address: string): boolean {
  const screen = screenOf(address);
  return screen === '' || (screen !== undefined && CAPTURE_SCREENS.includes(screen));
}

export function isKioskView(address: string): boolean {
  return screenOf(address) === 'kiosk';
}

function screenOf(address: string): string | undefined {
  if (!isFromApp(address, ELECTRON_ORIGIN)) return undefined;
  const hash = URL.parse(address)?.hash ?? '';
  return hash.replace(/^#?\/?/, '').split(/[/?]/, 1)[0];
}
