/** Policies as decisions feel them: which rate counts, and what lies between two of them. */
import { describe, expect, test } from 'vitest';
import type { Use } from '../../../app/contract/settings.ts';
import { decisionRate } from '../../../app/core/decision.ts';
import { createIdentification } from '../../../app/services/decisions/identification.ts';
import { limitsFor } from '../../../app/services/thresholds/limits.ts';
import {
  DEFAULT_POLICIES,
  rateFor,
  type Policies,
} from '../../../app/services/thresholds/policies.ts';
import { createVerification } from '../../../app/services/decisions/verification.ts';
import { asRate } from '../../core/support.ts';
import { PRINT_SCALE, SCALE, createFakeEngine, degreesApart, face } from '../fake-engine.ts';
import { enrolAt, temporaryStore } from '../support.ts';

/** Of the fake scale: 0.9 at 1:1,000, 1.0 at 1:100, 0.8 at 1:10,000. */
const POLICIES: Policies = {
  rateOf: (use: Use, kind) => {
    const [target, undecided] = RATES[`${use} ${kind}`];
    return {
      targetRate: asRate(target),
      ...(undecided !== undefined && { undecidedRate: asRate(undecided) }),
    };
  },
};

const RATES: Readonly<Record<string, readonly [number, number?]>> = {
  'desk verification': [1e-3, 1e-2],
  'desk identification': [1e-3, 1e-2],
  'kiosk verification': [1e-4],
  'kiosk identification': [1e-4],
  'audit verification': [1e-2],
  'audit identification': [1e-2],
};

function decisions() {
  const store = temporaryStore();
  const parts = { engine: createFakeEngine(), store, policies: POLICIES };
  enrolAt(store, 'ada', 0, [0]);
  const probe = (distance: number) => face(0, degreesApart(distance));
  const capture = { modality: 'face', face: 'dominant' } as const;
  return {
    store,
    verify: (distance: number, use: Use, targetRate?: number) =>
      createVerification(parts).verify({
        externalId: 'ada',
        probe: probe(distance),
        capture,
        use,
        ...(targetRate !== undefined && { targetRate: asRate(targetRate) }),
      }),
    identify: (distance: number, use: Use) =>
      createIdentification(parts).identify({ probe: probe(distance), capture, use, count: 1 }),
  };
}

describe('a decision', () => {
  test('is as tolerant as the policy of its use', async () => {
    const { verify, identify } = decisions();
    for (const decide of [verify, identify]) {
      expect((await decide(0.85, 'desk')).outcome).toBe('match');
      expect((await decide(0.85, 'kiosk')).outcome).toBe('non-match');
      expect((await decide(0.95, 'audit')).outcome).toBe('match');
    }
  });

  test('between the limits of two rates is neither a match nor a non-match', async () => {
    const { verify, identify, store } = decisions();
    const report = await verify(0.95, 'desk');
    expect(report).toMatchObject({
      outcome: 'undecided',
      decision: { outcome: 'undecided', threshold: 0.9, undecidedThreshold: 1 },
    });
    expect((await verify(0.89, 'desk')).outcome).toBe('match');
    expect((await verify(1.01, 'desk')).outcome).toBe('non-match');
    expect((await identify(0.95, 'desk')).outcome).toBe('undecided');
    const [found, , , first] = store.attempts.list({ limit: 9 });
    expect(first).toMatchObject({
      outcome: 'undecided',
      threshold: 0.9,
      undecidedThreshold: 1,
      use: 'desk',
    });
    // Who may or may not have been found is not noted down.
    expect(found).toMatchObject({ kind: 'identification', outcome: 'undecided' });
    expect(found).not.toHaveProperty('personId');
  });

  test('has no band where the use has none, nor where a rate was asked for', async () => {
    const { verify } = decisions();
    expect((await verify(0.85, 'kiosk')).decision).not.toHaveProperty('undecidedThreshold');
    const asked = await verify(0.95, 'desk', 1e-3);
    expect(asked).toMatchObject({ outcome: 'non-match', decision: { threshold: 0.9 } });
    expect(asked.decision).not.toHaveProperty('undecidedThreshold');
    expect((await verify(0.75, 'kiosk', 1e-5)).outcome).toBe('non-match');
  });
});

describe('limits', () => {
  const limits = (use: Use, references: number, scale: typeof SCALE | typeof PRINT_SCALE = SCALE) =>
    limitsFor(POLICIES, scale, 'identification', { use, references });

  test('grow stricter with every reference, band and all', () => {
    expect(limits('desk', 1)).toMatchObject({ limit: { threshold: 0.9 }, undecidedThreshold: 1 });
    expect(limits('desk', 10)).toMatchObject({
      limit: { threshold: 0.8 },
      undecidedThreshold: 0.9,
    });
  });

  test('let no search for a print be looser, a comparison, than a claim', () => {
    const loose: Policies = {
      rateOf: (_use, kind) => ({ targetRate: asRate(kind === 'verification' ? 1e-3 : 1e-2) }),
    };
    const of = (
      references: number,
      scale: typeof SCALE | typeof PRINT_SCALE,
      targetRate?: number,
    ) =>
      limitsFor(loose, scale, 'identification', {
        use: 'desk',
        references,
        ...(targetRate !== undefined && { targetRate: asRate(targetRate) }),
      }).limit;
    expect(of(1, SCALE).threshold).toBe(1);
    expect(of(1, PRINT_SCALE).threshold).toBe(0.9);
    expect(of(3, PRINT_SCALE).targetRate).toBeCloseTo(decisionRate(asRate(1e-3), 3), 12);
    expect(of(1_000, PRINT_SCALE).targetRate).toBe(1e-2); // Already stricter.
    expect(of(1, PRINT_SCALE, 1e-2).threshold).toBe(1); // What is asked for is taken.
  });

  test('without a policy are those of the contract', () => {
    expect(DEFAULT_POLICIES.rateOf('desk', 'verification')).toEqual({ targetRate: 1e-3 });
    expect(DEFAULT_POLICIES.rateOf('kiosk', 'identification')).toEqual({ targetRate: 1e-2 });
    expect(rateFor(POLICIES, 'desk', 'verification', asRate(1e-5))).toEqual({ targetRate: 1e-5 });
  });
});
