/** Which screen an address means, and the address of a screen. Pure; navigation.svelte.ts acts. */

/** In the order of the rail; Ctrl and its number, from 1, goes there. */
export const RAIL = [
  'verify',
  'enrol',
  'people',
  'audit',
  'accuracy',
  'activity',
  'settings',
] as const;

export const SCREENS = [...RAIL, 'kiosk'] as const;

export type Screen = (typeof SCREENS)[number];

export interface Route {
  readonly screen: Screen;
  /** What of the screen is looked at: a person's external id, an audit, an attempt. */
  readonly id?: string;
  /** What else was said after the question mark. */
  readonly query: Readonly<Record<string, string>>;
}

const HOME: Route = { screen: 'verify', query: {} };

/** Anything that is no address of ours means home. */
export function parseRoute(hash: string): Route {
  const [path, search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name, ...rest] = path.split('/');
  const screen = SCREENS.find((one) => one === name);
  if (!screen) return HOME;
  const id = rest.length > 0 ? decode(rest.join('/')) : '';
  const query = Object.fromEntries(new URLSearchParams(search));
  return id === '' ? { screen, query } : { screen, id, query };
}

export function hrefOf(
  screen: Screen,
  id?: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const path = id === undefined ? screen : `${screen}/${encodeURIComponent(id)}`;
  const search = new URLSearchParams(query).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray per cent sign: taken as it stands.
  }
}
