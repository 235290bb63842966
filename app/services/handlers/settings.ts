import type { kioskCommands } from '../../contract/kiosk.ts';
import type { settingsCommands } from '../../contract/settings.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';

export function settingsHandlers({
  settings,
  kiosk,
}: Context): Pick<Handlers, keyof typeof settingsCommands | keyof typeof kioskCommands> {
  return {
    'settings.show': () => settings.show(),
    'settings.save': (input) => settings.save(input.settings),
    'settings.applyRetention': () => settings.applyRetention(),
    'kiosk.state': () => kiosk.state(),
    'kiosk.enter': () => kiosk.enter(),
    'kiosk.leave': ({ pin }) => kiosk.leave(pin),
    'kiosk.setPin': ({ pin, currentPin }) => kiosk.setPin(pin, currentPin),
    'kiosk.reset': () => kiosk.reset(),
    'kiosk.assess': (input) => kiosk.assess(input),
    'kiosk.verify': (input) => kiosk.verify(input),
    'kiosk.identify': (input) => kiosk.identify(input),
  };
}
