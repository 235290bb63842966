/** What the look-alike guard asks of people who have an unusually close other one. */
import type { GuardReport } from '../../contract/results.ts';
import type { Settings, Use } from '../../contract/settings.ts';
import type { EncoderScale } from '../../core/decision.ts';
import { guardLimit, type GallerySize } from '../../core/guard.ts';
import { GUARD } from '../../core/parameters.ts';
import type { Distance, PersonId, Rate } from '../../core/vocabulary.ts';
import type { Store } from '../../store/index.ts';
import type { Policies } from './policies.ts';

export type GuardPolicy = Settings['lookAlikes']['policy'];

export interface Guard {
  /** Undefined where nobody is close, or the policy asks nothing for it. */
  of(scale: EncoderScale, personId: PersonId, use: Use): GuardReport | undefined;
}

export interface GuardParts {
  readonly store: Store;
  readonly policies: Policies;
  readonly policy: () => GuardPolicy;
}

export function createGuard({ store, policies, policy }: GuardParts): Guard {
  return {
    of(scale, personId, use) {
      const asked = policy();
      if (asked === 'nothing') return undefined;
      const { modality, modelId } = scale;
      const nearest = store.lookAlikes.nearestOf(personId, modality, modelId);
      if (!nearest) return undefined;
      const size = store.templates.sizeOf(modality, modelId);
      const guardDistance = guardDistanceOf(scale, size, policies, use);
      if (guardDistance === undefined || nearest.distance > guardDistance) return undefined;
      return { policy: asked, nearestDistance: nearest.distance, guardDistance };
    },
  };
}

export const NO_GUARD: Guard = { of: () => undefined };

export function guardDistanceOf(
  { calibration }: EncoderScale,
  size: GallerySize,
  policies: Policies,
  use: Use,
): Distance | undefined {
  return guardLimit(calibration, policies.rateOf(use, 'verification').targetRate, size)?.threshold;
}

/** For people who are guarded by a stricter threshold. */
export function stricterPolicies(policies: Policies): Policies {
  const stricter = (rate: Rate) => (rate / GUARD.stricter) as Rate;
  return {
    rateOf(use, kind) {
      const { targetRate, undecidedRate } = policies.rateOf(use, kind);
      if (undecidedRate === undefined) return { targetRate: stricter(targetRate) };
      return { targetRate: stricter(targetRate), undecidedRate: stricter(undecidedRate) };
    },
  };
}
