import type { SettingsReport } from '../../../app/contract/settings.ts';

/** What every part of the settings is given. */
export interface SectionProps {
  readonly report: SettingsReport;
}
