/** The menu of the window; the kiosk has none. */
import type { MenuItemConstructorOptions } from 'electron';
import type { HostEvent } from '../../contract/events.ts';

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
  readonly tell: (event: HostEvent) => void;
}

/** In the order of the rail (renderer/router.ts); the number is the key. */
export const SCREENS = [
  ['verify', '&Verify'],
  ['enrol', '&Enrol'],
  ['people', '&People'],
  ['audit', '&Audit'],
  ['accuracy', 'A&ccuracy'],
  ['activity', 'Ac&tivity'],
  ['settings', '&Settings'],
] as const;

export function menuTemplate({
  platform,
  devTools,
  tell,
}: MenuParts): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    { label: '&File', submenu: [{ role: mac ? 'close' : 'quit' }] },
    { label: '&Edit', submenu: editing },
    { label: '&Go', submenu: going(tell) },
    {
      label: '&View',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(devTools ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
  ];
}

const editing: MenuItemConstructorOptions[] = [
  { role: 'undo' },
  { role: 'redo' },
  { type: 'separator' },
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'selectAll' },
];

/** The keys are the page's affair (renderer/shell/shortcuts.ts); here they are only told. */
function going(tell: MenuParts['tell']): MenuItemConstructorOptions[] {
  const screens = SCREENS.map(([route, label], index): MenuItemConstructorOptions => {
    return {
      label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      registerAccelerator: false,
      click: () => tell({ event: 'shell.navigate', route: `#/${route}` }),
    };
  });
  return [
    ...screens,
    { type: 'separator' },
    {
      label: '&Find anything',
      accelerator: 'CmdOrCtrl+K',
      registerAccelerator: false,
      click: () => tell({ event: 'shell.palette' }),
    },
  ];
}
