/** The settings as they are stored; the appearance is applied as soon as it is known. */
import type { Settings, SettingsReport } from '../../app/contract/settings.ts';
import { client } from '../client.ts';

let report = $state.raw<SettingsReport>();
/**
 * What is under way. Settings are saved whole: a change that began before the one before it was
 * answered would take that one back.
 */
let before: Promise<unknown> = Promise.resolve();

function inTurn(work: () => Promise<void>): Promise<void> {
  const mine = before.then(work);
  before = mine.catch(() => undefined); // Told to whoever asked for it.
  return mine;
}

export const settings = {
  /** Undefined until they have been read. */
  get report(): SettingsReport | undefined {
    return report;
  },

  get current(): Settings | undefined {
    return report?.settings;
  },

  load(): Promise<void> {
    return inTurn(async () => take(await client.invoke('settings.show', {})));
  },

  /** Changes some of them: `settings.save((now) => ({ ...now, operator: 'Ana' }))`. */
  save(change: (now: Settings) => Settings): Promise<void> {
    return inTurn(async () => {
      // Not what was read before: the command line may have changed others meanwhile.
      const now = await client.invoke('settings.show', {});
      take(await client.invoke('settings.save', { settings: change(now.settings) }));
    });
  },
};

function take(next: SettingsReport): void {
  report = next;
  const { appearance } = next.settings;
  if (appearance === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = appearance;
}
