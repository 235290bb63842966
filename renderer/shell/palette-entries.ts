/** What the palette offers beside people: places and things to do. */
import { navigate } from '../navigation.svelte.ts';
import type { IconName } from '../parts/icons.ts';
import { RAIL } from '../router.ts';
import { settings } from '../stores/settings.svelte.ts';
import { words } from '../words/words.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly icon: IconName;
  readonly text: string;
  readonly detail?: string;
  readonly run: () => unknown;
}

/** Letters of the search, in order, each word's beginning first: short and forgiving. */
export function fits(text: string, search: string): boolean {
  const wanted = plain(search).split(/\s+/).filter(Boolean);
  const given = plain(text);
  return wanted.every((word) => given.includes(word));
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}

export function actionEntries(): readonly PaletteEntry[] {
  const say = words();
  const { groups, actions } = say.shell;
  const act = (id: string, icon: IconName, text: string, run: () => unknown): PaletteEntry => ({
    id,
    group: groups.actions,
    icon,
    text,
    run,
  });
  const appear = (appearance: 'dark' | 'light' | 'system') => () =>
    settings.save((now) => ({ ...now, appearance }));
  return [
    act('verify', 'verify', actions.verify, () => navigate('verify')),
    act('identify', 'search', actions.identify, () => {
      navigate('verify', undefined, { mode: 'identify' });
    }),
    act('enrol', 'enrol', actions.enrol, () => navigate('enrol')),
    act('audit', 'audit', actions.audit, () => navigate('audit')),
    act('kiosk', 'kiosk', actions.kiosk, () => navigate('settings', 'kiosk')),
    ...RAIL.map((screen, index) => ({
      id: `go-${screen}`,
      group: groups.screens,
      icon: screen,
      text: say.shell.go(say[screen].title),
      detail: `Ctrl ${index + 1}`,
      run: () => navigate(screen),
    })),
    act('dark', 'moon', actions.appearanceDark, appear('dark')),
    act('light', 'sun', actions.appearanceLight, appear('light')),
    act('system', 'settings', actions.appearanceSystem, appear('system')),
  ];
}
