import type { kioskCommands } from '../../contract/kiosk.ts';
import type { settingsCommands } from '../../contract/settings.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { notBuilt } from './not-built.ts';

export function settingsHandlers(
  _context: Context,
): Pick<Handlers, keyof typeof settingsCommands | keyof typeof kioskCommands> {
  return {
    'settings.show': notBuilt,
    'settings.save': notBuilt,
    'settings.applyRetention': notBuilt,
    'kiosk.state': notBuilt,
    'kiosk.enter': notBuilt,
    'kiosk.leave': notBuilt,
    'kiosk.setPin': notBuilt,
    'kiosk.assess': notBuilt,
    'kiosk.verify': notBuilt,
    'kiosk.identify': notBuilt,
  };
}
