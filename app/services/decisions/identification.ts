/** 1:N: who of all enrolled people is this, if anybody? */
import type { Candidate, IdentificationReport } from '../../contract/results.ts';
import type { Use } from '../../contract/settings.ts';
import { decide } from '../../core/decision.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Rate } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import { createAttemptLog } from './attempt-log.ts';
import { openGallery } from './gallery.ts';
import { limitsFor } from '../thresholds/limits.ts';
import { DEFAULT_POLICIES, type Policies } from '../thresholds/policies.ts';
import { reportDecision, reportSample } from './reports.ts';
import { activeScale } from '../thresholds/scales.ts';

export interface Identification {
  identify(input: {
    readonly probe: Uint8Array;
    readonly capture: CaptureOptions;
    readonly use?: Use;
    readonly targetRate?: Rate;
    readonly count: number;
  }): Promise<IdentificationReport>;
}

export function createIdentification({
  engine,
  store,
  policies = DEFAULT_POLICIES,
  keepsProbes,
}: {
  readonly engine: Engine;
  readonly store: Store;
  readonly policies?: Policies;
  /** Whether features of probes are kept for a replay. */
  readonly keepsProbes?: () => boolean;
}): Identification {
  return {
    async identify({ probe, capture, use = 'desk', targetRate, count }) {
      const acquisition = await engine.analyse({ kind: 'bytes', bytes: probe }, capture);
      const { modality } = capture;
      const scale = activeScale({ engine, store }, modality);
      const gallery = openGallery(store, engine, scale);
      const asked = { kind: 'identification', modality, modelId: scale.modelId, use } as const;
      const log = createAttemptLog(store, asked, keepsProbes);
      const common = {
        modality,
        probe: reportSample(acquisition),
        people: gallery.people(),
        references: gallery.references(),
      };
      if (acquisition.outcome === 'failure-to-acquire') {
        const { outcome, reasons } = acquisition;
        const attemptId = log.undecided(outcome, reasons);
        return { ...common, outcome, candidates: [], attemptId };
      }
      const { sample } = acquisition;
      const [people] = await gallery.closestPeople([sample.features], count);
      if (people.length === 0) {
        const outcome = 'no-reference' as const;
        return { ...common, outcome, candidates: [], attemptId: log.undecided(outcome) };
      }

      const limits = limitsFor(policies, scale, 'identification', {
        use,
        references: gallery.references(),
        targetRate,
      });
      const candidates: Candidate[] = people.map(({ personId, templateId, finger, distance }) => {
        const { externalId, displayName } = store.people.get(personId);
        const outcome = decide(distance, limits.limit.threshold);
        const which = finger === undefined ? {} : { finger };
        return { externalId, displayName, templateId, ...which, distance, outcome };
      });
      const [closest] = people;
      const decision = reportDecision(scale, closest.distance, limits, sample.provider);
      const { outcome } = decision;
      // Who was not recognised is nobody: the log does not link a stranger to a person, nor to a
      // reference, which belongs to one.
      const { personId, templateId, finger } = closest;
      const named = outcome === 'match' && { whose: { personId, templateId }, finger };
      const attemptId = log.decided({ decision, sample, ...(named || { whose: {} }) });
      return { ...common, outcome, candidates, decision, attemptId };
    },
  };
}
