/** Which addresses may be loaded at all, and which of them show a camera. */
import { ELECTRON_ORIGIN, isFromApp } from '../window/origin.ts';

/** Screens of renderer/router.ts on which somebody is captured. */
const CAPTURE_SCREENS: readonly string[] = ['verify', 'enrol', 'kiosk'];

/** The one part of the settings where a camera is chosen, by its picture. */
const CAMERA_CHOICE = 'settings/camera';

/** True for our own files and for what the page made itself; no request leaves this machine. */
export function isLocal(address: string, allowDevTools: boolean): boolean {
  if (isFromApp(address, ELECTRON_ORIGIN)) return true;
  if (address.startsWith('blob:')) return isFromApp(address.slice(5), ELECTRON_ORIGIN);
  return address.startsWith('data:') || (allowDevTools && address.startsWith('devtools://'));
}

/** The screen is in the fragment; without one it is the home screen, Verify. */
export function isCaptureView(address: string): boolean {
  const place = placeOf(address);
  if (place === undefined) return false;
  const screen = screenOf(place);
  return screen === '' || CAPTURE_SCREENS.includes(screen) || place === CAMERA_CHOICE;
}

export function isKioskView(address: string): boolean {
  const place = placeOf(address);
  return place !== undefined && screenOf(place) === 'kiosk';
}

const screenOf = (place: string) => place.split('/', 1)[0];

/** What the fragment says before its question mark; undefined for addresses of others. */
function placeOf(address: string): string | undefined {
  if (!isFromApp(address, ELECTRON_ORIGIN)) return undefined;
  const hash = URL.parse(address)?.hash ?? '';
  return hash.replace(/^#?\/?/, '').split('?', 1)[0];
}
