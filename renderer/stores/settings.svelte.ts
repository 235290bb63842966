/** The settings as they are stored; the appearance is applied as soon as it is known. */
import type { Settings, SettingsReport } from '../../app/contract/settings.ts';
import { client } from '../client.ts';

let report = $state.raw<SettingsReport>();

export const settings = {
  /** Undefined until they have been read. */
  get report(): SettingsReport | undefined {
    return report;
  },

  get current(): Settings | undefined {
    return report?.settings;
  },

  async load(): Promise<void> {
    take(await client.invoke('settings.show', {}));
  },

  /** Changes some of them: `settings.save((now) => ({ ...now, operator: 'Ana' }))`. */
  async save(change: (now: Settings) => Settings): Promise<void> {
    const now = report ?? (await client.invoke('settings.show', {}));
    take(await client.invoke('settings.save', { settings: change(now.settings) }));
  },
};

function take(next: SettingsReport): void {
  report = next;
  const { appearance } = next.settings;
  if (appearance === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = appearance;
}
