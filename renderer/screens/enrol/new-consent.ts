/** The consent that is suggested for somebody new. */
import type { Settings } from '../../../app/contract/settings.ts';
import { lastPurpose, monthsOn, type ConsentDraft } from '../../parts/consent.ts';
import { words } from '../../words/words.ts';
import { dayOf } from '../people/due.ts';

/** Where the settings are not there yet; as the contract has it. */
const USUAL_MONTHS = 36;

export function firstConsent(settings: Settings | undefined, now = new Date()): ConsentDraft {
  return {
    purpose: lastPurpose(),
    retainUntil: monthsOn(now, settings?.retention.consentMonths ?? USUAL_MONTHS),
    operator: settings?.operator ?? '',
    form: words().parts.consent.forms.paper,
  };
}

export function today(now = new Date()): string {
  return dayOf(now);
}
