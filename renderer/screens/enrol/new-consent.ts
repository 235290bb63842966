/** The consent that is suggested for somebody new. */
import type { Settings } from '../../../app/contract/settings.ts';
import {
  lastPurpose,
  monthsOn,
  type ConsentDraft,
  type ConsentInput,
} from '../../parts/consent.ts';
import { words } from '../../words/words.ts';
import { dayOf } from '../../parts/due.ts';

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

/** What was written down before, to be changed; or the suggestion. */
export function draftOf(
  given: ConsentInput | undefined,
  settings: Settings | undefined,
): ConsentDraft {
  if (!given) return firstConsent(settings);
  const { purpose, retainUntil, operator = '', form = '' } = given;
  return { purpose, retainUntil, operator, form };
}

export function today(now = new Date()): string {
  return dayOf(now);
}
