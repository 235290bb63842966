/** Puts the kiosk together, with what closes everything else while it is on. */
import type { CommandName } from '../../contract/commands.ts';
import { KIOSK_COMMANDS } from '../../contract/kiosk.ts';
import { AppError } from '../../core/failure.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';
import { createPins, type ScryptCost } from './pin.ts';
import { createKioskSession } from './session.ts';
import { createVisits } from './visits.ts';

type Parts = Pick<Context, 'decisions' | 'emit' | 'now' | 'settings' | 'shell' | 'store'> & {
  readonly assess: Handlers['capture.assess'];
  readonly onLeft: () => void;
  /** For tests, which have no time for the real price. */
  readonly pinCost?: ScryptCost;
  readonly elapsedMs?: () => number;
};

export function composeKiosk({ assess, decisions, settings, shell, store, ...rest }: Parts): Kiosk {
  const documents = () => store().documents;
  const { elapsedMs = () => performance.now() } = rest;
  const pins = createPins(documents, rest.pinCost);
  const session = createKioskSession(documents, pins, { elapsedMs, now: rest.now });
  const kiosk = () => settings.current().kiosk;
  const visits = createVisits({ decisions, settings: kiosk, elapsedMs });
  return createKiosk({
    session,
    visits,
    pins,
    shell,
    settings: settings.current,
    emit: rest.emit,
    onLeft: rest.onLeft,
    assess: async (probe, capture) => assess({ probe, capture }),
  });
}

const WHILE_ON: ReadonlySet<CommandName> = new Set(KIOSK_COMMANDS);

/** For the dispatch: nothing but the kiosk's own commands while it is on. */
export function createKioskGate(kiosk: Pick<Kiosk, 'isActive'>): (name: CommandName) => void {
  return (name) => {
    if (WHILE_ON.has(name) || !kiosk.isActive()) return;
    throw new AppError(
      'not-allowed',
      'Expected a command of the kiosk but received another; leave the kiosk with its PIN first.',
    );
  };
}
