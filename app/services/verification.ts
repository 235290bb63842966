/** 1:1: is this the person that the claim names? */
import type { VerificationReport } from '../contract/results.ts';
import { compare } from '../core/distance.ts';
import type { FaceSelection, Rate } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import type { Store } from '../store/index.ts';
import { createAttemptLog } from './attempt-log.ts';
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
      const { modelId } = scale;
      const log = createAttemptLog(store, { kind: 'verification', modelId, personId: person.id });
      const common = {
        externalId: person.externalId,
        displayName: person.displayName,
        probe: reportSample(acquisition),
        references: references.length,
      };
      if (acquisition.outcome === 'failure-to-acquire') {
        const { outcome, reasons } = acquisition;
        return { ...common, outcome, attemptId: log.undecided(outcome, reasons) };
      }
      if (references.length === 0) {
        const outcome = 'no-reference' as const;
        return { ...common, outcome, attemptId: log.undecided(outcome) };
      }

      const { embedding, provider } = acquisition.sample;
      const [closest] = references
        .map(({ id, embedding: reference }) => ({ id, distance: compare(embedding, reference) }))
        .sort((one, other) => one.distance - other.distance);
      const limit = verificationLimit(scale, references.length, targetRate);
      const decision = reportDecision(scale, closest.distance, limit, provider);
      const templateId = closest.id;
      const attemptId = log.decided(decision, { templateId });
      return { ...common, outcome: decision.outcome, decision, templateId, attemptId };
    },
  };
}
