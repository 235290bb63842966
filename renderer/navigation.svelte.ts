/** Where we are. Screens read `navigation.route` and call `navigate`. */
import { tick } from 'svelte';
import { hrefOf, parseRoute, type Route, type Screen } from './router.ts';

let route = $state.raw<Route>(parseRoute(location.hash));

/** May keep the user here, where something would be lost: answers whether to go. */
type Guard = (next: Route) => boolean | Promise<boolean>;
let guard: Guard | undefined;
let questions = 0;

export const navigation = {
  get route(): Route {
    return route;
  },
};

export function navigate(
  screen: Screen,
  id?: string,
  query?: Readonly<Record<string, string>>,
): void {
  location.hash = hrefOf(screen, id, query);
}

/** Changes what the address says of this screen, without a step of history and without moving focus. */
export function replaceAddress(
  screen: Screen,
  id?: string,
  query?: Readonly<Record<string, string>>,
): void {
  history.replaceState(history.state, '', hrefOf(screen, id, query));
  route = parseRoute(location.hash);
}

/** Asks before leaving; returns what lifts it. One at a time: a screen is alone on the page. */
export function guardLeaving(ask: Guard): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = undefined;
  };
}

export function listenToAddress(): () => void {
  const follow = () => void followAddress();
  window.addEventListener('hashchange', follow);
  follow(); // The address may have changed before anybody listened.
  return () => {
    window.removeEventListener('hashchange', follow);
  };
}

async function followAddress(): Promise<void> {
  const next = parseRoute(location.hash);
  const here = hrefOf(route.screen, route.id, route.query);
  if (hrefOf(next.screen, next.id, next.query) === here) return;
  const moved = next.screen !== route.screen || next.id !== route.id;
  if (guard && moved) {
    questions += 1;
    const mine = questions;
    const goes = await guard(next);
    if (mine !== questions) return; // Led elsewhere meanwhile: that is asked now.
    // The address may have been changed back by then as well.
    history.replaceState(history.state, '', goes ? hrefOf(next.screen, next.id, next.query) : here);
    if (!goes) return;
  }
  route = next;
  if (!moved) return;
  await tick();
  focusTitle();
}

/** A screen reader goes on from the page's title. A field that asked for the focus keeps it. */
export function focusTitle(): void {
  const main = document.querySelector('main');
  if (main?.contains(document.activeElement)) return;
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}
