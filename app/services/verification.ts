/** 1:1: is this the person that the claim names? */
import type { VerificationReport } from '../contract/results.ts';
import { compareFeatures } from '../core/features.ts';
import type { CaptureOptions } from '../core/sample.ts';
import type { Template } from '../core/template.ts';
import type { Rate } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import type { Store } from '../store/index.ts';
import { createAttemptLog } from './attempt-log.ts';
import { verificationLimit } from './limits.ts';
import { findPerson } from './people.ts';
import { reportDecision, reportSample } from './reports.ts';
import { scaleOf } from './scales.ts';

export interface Verification {
  verify(input: {
    readonly externalId: string;
    readonly probe: Uint8Array;
    readonly capture: CaptureOptions;
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
    async verify({ externalId, probe, capture, targetRate }) {
      const person = findPerson(store, externalId);
      const acquisition = await engine.analyse({ kind: 'bytes', bytes: probe }, capture);
      const { modality } = capture;
      const scale = scaleOf(engine, modality);
      const { modelId } = scale;
      const references = store.templates
        .listOfPerson(person.id, modality, modelId)
        .filter((template) => isAskedFor(template, capture));
      const asked = { kind: 'verification', modality, modelId, personId: person.id } as const;
      const log = createAttemptLog(store, asked);
      const common = {
        modality,
        externalId: person.externalId,
        displayName: person.displayName,
        probe: reportSample(acquisition),
        references: references.length,
        ...(capture.modality === 'fingerprint' && { finger: capture.finger }),
      };
      if (acquisition.outcome === 'failure-to-acquire') {
        const { outcome, reasons } = acquisition;
        return { ...common, outcome, attemptId: log.undecided(outcome, reasons) };
      }
      if (references.length === 0) {
        const outcome = 'no-reference' as const;
        return { ...common, outcome, attemptId: log.undecided(outcome) };
      }

      const { features, provider } = acquisition.sample;
      const [closest] = references
        .map((template) => {
          return { template, distance: compareFeatures(scale, features, template.features) };
        })
        .sort((one, other) => one.distance - other.distance);
      const limit = verificationLimit(scale, references.length, targetRate);
      const decision = reportDecision(scale, closest.distance, limit, provider);
      const { id: templateId, ...template } = closest.template;
      const finger = template.modality === 'fingerprint' && { finger: template.finger };
      const attemptId = log.decided(decision, { templateId });
      return { ...common, ...finger, outcome: decision.outcome, decision, templateId, attemptId };
    },
  };
}

/** Where a finger is claimed, only its references count; those of an unknown one may be another. */
function isAskedFor(template: Template, capture: CaptureOptions): boolean {
  if (capture.modality === 'face' || capture.finger === undefined) return true;
  return template.modality === 'fingerprint' && template.finger === capture.finger;
}
