/** What a calibration would reach, and which uses ask for more. Pure. */
import type { SupportedTarget } from '../../../app/contract/evaluation.ts';
import type { Settings, Use } from '../../../app/contract/settings.ts';

const USES: readonly Use[] = ['desk', 'kiosk', 'audit'];

export interface Reach {
  /** False match rates that would be saved, from the most tolerant. */
  readonly rates: readonly number[];
  /** A decade of them, so that stricter limits have a trend to follow. */
  readonly enough: boolean;
}

export function reachOf(targets: readonly SupportedTarget[], ruleOfThree: boolean): Reach {
  const rates = targets
    .filter(({ point }) => point !== undefined)
    .filter(
      ({ support }) => support === 'supported' || (ruleOfThree && support === 'rule-of-three'),
    )
    .map(({ falseMatchRate }): number => falseMatchRate)
    .sort((one, other) => other - one);
  const enough = rates.length > 1 && rates[0] >= 10 * rates[rates.length - 1] * (1 - 1e-9);
  return { rates, enough };
}

/** Uses whose verifications ask for a stricter rate than the captures can show, by that rate. */
export function usesBeyond(
  { rates }: Reach,
  policies: Settings['policies'] | undefined,
): readonly { readonly uses: readonly Use[]; readonly rate: number }[] {
  const strictest = rates.at(-1);
  if (strictest === undefined || !policies) return [];
  const rateOf = (use: Use): number => policies[use].verificationRate;
  const beyond = USES.filter((use) => rateOf(use) < strictest * (1 - 1e-9));
  return [...Map.groupBy(beyond, rateOf)].map(([rate, uses]) => ({ uses, rate }));
}
