/** What stood behind a decision, as a document that can be checked and compared. */
import { createHash } from 'node:crypto';
import type { Certificate } from '../../contract/certificate.ts';
import type { Attempt, DecisionBasis } from '../../core/attempt.ts';
import { AppError } from '../../core/failure.ts';
import { DECISION } from '../../core/parameters.ts';
import type { AttemptId, Distance, ModelId, Rate } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import { canonicalJson } from '../../store/canonical-json.ts';
import type { Store } from '../../store/index.ts';
import { claimSentence } from './claim-sentence.ts';
import { activeScale } from '../thresholds/scales.ts';

export interface Certificates {
  /** @throws AppError `not-found` for attempts that compared nothing */
  of(attemptId: string): Certificate;
}

/** A decision with everything that it stood on. */
type Proven = Attempt & {
  readonly distance: Distance;
  readonly threshold: Distance;
  readonly modelId: ModelId;
  readonly basis: DecisionBasis;
};

export function createCertificates(parts: {
  readonly engine: Engine;
  readonly store: Store;
}): Certificates {
  const { store } = parts;

  function certify(attempt: Proven): Certificate {
    const { basis, distance, threshold, undecidedThreshold, modelId, templateId } = attempt;
    const { margin, untunedThreshold, calibration, quality, guard, fusion } = basis;
    const person = attempt.personId && store.people.get(attempt.personId);
    const parted = fusion && { fusion, parts: store.attempts.partsOf(attempt.id).filter(isProven) };
    const facts = {
      attempt,
      ...(person && {
        person: { externalId: person.externalId, displayName: person.displayName },
      }),
      modelId,
      distance,
      threshold,
      ...(undecidedThreshold !== undefined && { undecidedThreshold }),
      margin,
      untunedThreshold,
      references: attempt.references ?? 0,
      ...(templateId && { templateId }),
      calibration: { ...calibration, ...currency(parts, attempt) },
      quality,
      claim: claimOf(basis),
      ...(guard && { guard }),
      ...(parted && { fusion: parted.fusion, parts: parted.parts.map(certify) }),
    };
    return { ...facts, sha256: createHash('sha256').update(canonicalJson(facts)).digest('hex') };
  }

  return {
    of(attemptId) {
      // Whether it is one is asked here.
      const attempt = store.attempts.get(attemptId as AttemptId);
      if (isProven(attempt)) return certify(attempt);
      throw new AppError(
        'not-found',
        attempt.distance === undefined
          ? 'Expected an attempt that compared something for a certificate but received one that did not.'
          : 'Expected an attempt with what it stood on for a certificate but received one of an ' +
              'older Twinmark, which kept its distance and threshold only.',
      );
    },
  };
}

export function isProven(attempt: Attempt): attempt is Proven {
  const { distance, threshold, modelId, basis } = attempt;
  return ![distance, threshold, modelId, basis].includes(undefined);
}

function claimOf({ falseMatchRate, support, point, calibration }: DecisionBasis) {
  const claim = { support, falseMatchRate, point, confidence: DECISION.confidence as Rate };
  return { ...claim, sentence: claimSentence(claim, calibration.set) };
}

/** Whether decisions are still taken by the calibration, and why not. */
function currency(
  parts: { readonly engine: Engine; readonly store: Store },
  { modality, modelId, basis }: Proven,
): { readonly current: boolean; readonly notice?: string } {
  const scale = parts.engine.facts.scales[modality];
  const { id, origin } = basis.calibration;
  if (scale?.modelId !== modelId) {
    const notice =
      origin === 'site'
        ? 'calibration invalidated by a model change'
        : 'another model is in use, with a calibration of its own';
    return { current: false, notice };
  }
  if (activeScale(parts, modality).calibration.id === id) return { current: true };
  return { current: false, notice: 'another calibration decides now' };
}
