/** How tolerant a decision is: by where it is taken, and by what is asked. */
import { settingsSchema, type Settings, type Use } from '../../contract/settings.ts';
import type { Rate } from '../../core/vocabulary.ts';

export type DecisionKind = 'verification' | 'identification';

export interface PolicyRate {
  /** Wrong matches per decision. */
  readonly targetRate: Rate;
  /** Looser: a distance within its limit, but not within the target's, is undecided. */
  readonly undecidedRate?: Rate;
}

export interface Policies {
  rateOf(use: Use, kind: DecisionKind): PolicyRate;
}

/** What the contract says where nobody has decided otherwise. */
export const DEFAULT_POLICIES: Policies = policiesOf(() => settingsSchema.parse({}));

/** @param current the settings at the moment of a decision */
export function policiesOf(current: () => Pick<Settings, 'policies'>): Policies {
  return {
    rateOf(use, kind) {
      const { verificationRate, identificationRate, undecidedRate } = current().policies[use];
      const targetRate = kind === 'verification' ? verificationRate : identificationRate;
      // A band that is not looser than the target is none.
      if (undecidedRate === undefined || undecidedRate <= targetRate) return { targetRate };
      return { targetRate, undecidedRate };
    },
  };
}

/** A rate that the caller names is taken as it is: then nothing is left undecided. */
export function rateFor(
  policies: Policies,
  use: Use,
  kind: DecisionKind,
  targetRate: Rate | undefined,
): PolicyRate {
  return targetRate === undefined ? policies.rateOf(use, kind) : { targetRate };
}
