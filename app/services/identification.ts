/** 1:N: who of all enrolled people is this, if anybody? */
import type { Candidate, IdentificationReport } from '../contract/results.ts';
import { decide } from '../core/decision.ts';
import type { CaptureOptions } from '../core/sample.ts';
import type { Rate } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import type { Store } from '../store/index.ts';
import { createAttemptLog } from './attempt-log.ts';
import { openGallery } from './gallery.ts';
import { identificationLimit } from './limits.ts';
import { reportDecision, reportSample } from './reports.ts';
import { scaleOf } from './scales.ts';

export interface Identification {
  identify(input: {
    readonly probe: Uint8Array;
    readonly capture: CaptureOptions;
    readonly targetRate?: Rate;
    readonly count: number;
  }): Promise<IdentificationReport>;
}

export function createIdentification({
  engine,
  store,
}: {
  readonly engine: Engine;
  readonly store: Store;
}): Identification {
  return {
    async identify({ probe, capture, targetRate, count }) {
      const acquisition = await engine.analyse({ kind: 'bytes', bytes: probe }, capture);
      const { modality } = capture;
      const scale = scaleOf(engine, modality);
      const gallery = openGallery(store, engine, scale);
      const log = createAttemptLog(store, {
        kind: 'identification',
        modality,
        modelId: scale.modelId,
      });
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
      const { features, provider } = acquisition.sample;
      const [people] = await gallery.closestPeople([features], count);
      if (people.length === 0) {
        const outcome = 'no-reference' as const;
        return { ...common, outcome, candidates: [], attemptId: log.undecided(outcome) };
      }

      const limit = identificationLimit(scale, gallery.references(), targetRate);
      const candidates: Candidate[] = people.map(({ personId, templateId, finger, distance }) => {
        const { externalId, displayName } = store.people.get(personId);
        const outcome = decide(distance, limit.threshold);
        const which = finger === undefined ? {} : { finger };
        return { externalId, displayName, templateId, ...which, distance, outcome };
      });
      const [closest] = people;
      const decision = reportDecision(scale, closest.distance, limit, provider);
      const { outcome } = decision;
      // Who was not recognised is nobody: the log does not link a stranger to a person, nor to a
      // reference, which belongs to one.
      const { personId, templateId } = closest;
      const attemptId = log.decided(decision, outcome === 'match' ? { personId, templateId } : {});
      return { ...common, outcome, candidates, decision, attemptId };
    },
  };
}
