/** The services that decide, made once: a desk's and the kiosk's decisions are the same. */
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import { createFusedVerification, type FusedVerification } from './fused-verification.ts';
import { createGuard } from '../thresholds/guard.ts';
import { createIdentification, type Identification } from './identification.ts';
import { once } from '../once.ts';
import type { Policies } from '../thresholds/policies.ts';
import type { SettingsService } from '../settings/settings.ts';
import { createVerification, type Verification } from './verification.ts';

export interface Decisions {
  verification(): Promise<Verification>;
  fusedVerification(): Promise<FusedVerification>;
  identification(): Promise<Identification>;
}

export interface DecisionParts {
  both(): Promise<{ readonly engine: Engine; readonly store: Store }>;
  readonly policies: Policies;
  readonly settings: Pick<SettingsService, 'current'>;
}

export function createDecisions({ both, policies, settings }: DecisionParts): Decisions {
  const parts = once(async () => {
    const { engine, store } = await both();
    const policy = () => settings.current().lookAlikes.policy;
    const keepsProbes = () => settings.current().retention.probeDays > 0;
    return {
      engine,
      store,
      policies,
      guard: createGuard({ store, policies, policy }),
      keepsProbes,
    };
  });
  return {
    verification: once(async () => createVerification(await parts())),
    fusedVerification: once(async () => createFusedVerification(await parts())),
    identification: once(async () => createIdentification(await parts())),
  };
}
