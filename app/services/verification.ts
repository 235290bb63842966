/** 1:1: is this the person that the claim names? */
import type { VerificationReport } from '../contract/results.ts';
import { compare } from '../core/distance.ts';
import type { FaceSelection, Rate } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import type { NewAttempt, Store } from '../store/index.ts';
import { verificationLimit } from './limits.ts';
import { findPerson } from './people.ts';
import { reportDecision, reportSample } from './reports.ts';

export interface Verification {
  verify(input: {
    readonly externalId: string;
    readonly probe: Uint8Array;
    readonly face: FaceSelection;
    readonly targetRate?: Rate;
  }): Promise<VerificationReport>;
}

export function createVerification({
  engine,
  store,
}: {
  readonly engine: Engine;
  readonly store: Store;
}): Verification {
  return {
    async verify({ externalId, probe, face, targetRate }) {
      const person = findPerson(store, externalId);
      const acquisition = await engine.analyse({ kind: 'bytes', bytes: probe }, { face });
      const { scale } = engine.facts;
      const references = store.templates.listOfPerson(person.id, 'face', scale.modelId);
      const log = (attempt: Partial<NewAttempt> & Pick<NewAttempt, 'outcome'>) =>
        store.attempts.record({
          kind: 'verification',
          modality: 'face',
          personId: person.id,
          modelId: scale.modelId,
          reasons: [],
          ...attempt,
        });
      const common = {
        externalId: person.externalId,
        displayName: person.displayName,
        probe: reportSample(acquisition),
        references: references.length,
      };
      if (acquisition.outcome === 'failure-to-acquire') {
        const { outcome, reasons } = acquisition;
        return { ...common, outcome, attemptId: log({ outcome, reasons }).id };
      }
      if (references.length === 0) {
        const outcome = 'no-reference' as const;
        return { ...common, outcome, attemptId: log({ outcome }).id };
      }

      const { embedding, provider } = acquisition.sample;
      const [closest] = references
        .map(({ id, embedding: reference }) => ({ id, distance: compare(embedding, reference) }))
        .sort((one, other) => one.distance - other.distance);
      const limit = verificationLimit(scale, references.length, targetRate);
      const decision = reportDecision(scale, closest.distance, limit, provider);
      const { outcome, distance, threshold } = decision;
      const attempt = log({
        outcome,
        distance,
        threshold,
        provider,
        targetRate: limit.targetRate,
        templateId: closest.id,
      });
      return { ...common, outcome, decision, templateId: closest.id, attemptId: attempt.id };
    },
  };
}
