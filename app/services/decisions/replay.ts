/** Has a decision again from the parts that were kept of it, and compares every bit. */
import { createHash } from 'node:crypto';
import type {
  NotReplayable,
  Replayed,
  ReplayedNumbers,
  ReplayReport,
} from '../../contract/certificate.ts';
import type { Attempt, FusionBasis } from '../../core/attempt.ts';
import { decideWithBand, type Calibration, type DecisionOutcome } from '../../core/decision.ts';
import { fusedFalseMatchRate, type Evidence } from '../../core/evidence.ts';
import { compareFeatures } from '../../core/features.ts';
import type { Template } from '../../core/template.ts';
import type { AttemptId, Distance, Features, ModelId } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import { isProven } from './certificates.ts';
import { bothModalitiesMatch, decideByRate, evidenceOf } from './fused-evidence.ts';

export interface Replay {
  of(attemptId: string): ReplayReport;
}

type Missing = NotReplayable['missing'][number];

export function createReplay(parts: { readonly engine: Engine; readonly store: Store }): Replay {
  const { engine, store } = parts;

  function replayOne(attempt: Attempt): ReplayReport {
    const { id: attemptId } = attempt;
    if (!isProven(attempt)) return notReplayable(attemptId, [NOTHING_COMPARED]);
    const { modality, modelId, templateId, distance, outcome } = attempt;
    const scale = engine.facts.scales[modality];
    const probe = store.probes.get(attemptId);
    const reference = templateId && store.templates.get(templateId);
    if (scale?.modelId !== modelId || !probe || !reference) {
      const missing = [
        ...(probe ? [] : [NO_PROBE]),
        ...(reference ? [] : [NO_REFERENCE]),
        ...(scale?.modelId === modelId ? [] : [OTHER_MODEL]),
      ];
      return notReplayable(attemptId, missing);
    }
    const again = compareFeatures(scale, probe, reference.features);
    return replayed(
      attemptId,
      modelId,
      { outcome, distance },
      { outcome: outcomeOf(attempt, again), distance: again },
      partsOf(probe, reference),
    );
  }

  function replayWhole(attempt: Attempt, fusion: FusionBasis): ReplayReport {
    if (!isProven(attempt)) return notReplayable(attempt.id, [NOTHING_COMPARED]);
    const compared = store.attempts.partsOf(attempt.id).filter(isProven);
    const reports = compared.map(replayOne);
    const replays = reports.filter((report) => report.outcome === 'replayed');
    const calibrations = compared.map(calibrationOf);
    const missing = [
      ...reports.flatMap((report) => (report.outcome === 'replayed' ? [] : report.missing)),
      ...(calibrations.includes(undefined) ? [NO_CALIBRATION] : []),
    ];
    const evidence = replays.flatMap(({ recomputed: { distance } }, i) => {
      const calibration = calibrations[i];
      return calibration
        ? [{ calibration, distance, comparisons: compared[i].references ?? 0 }]
        : [];
    });
    if (missing.length > 0) return notReplayable(attempt.id, missing);
    const fusedRate = fusedFalseMatchRate(evidenceOf(fusion.traits, evidence));
    const { distance, outcome } = attempt;
    // The number that the log shows of the whole is that of its strongest part.
    const again = replays.find(({ recorded }) => recorded.distance === distance);
    return replayed(
      attempt.id,
      attempt.modelId,
      { outcome, distance, fusedRate: fusion.falseMatchRate },
      {
        outcome: fusedOutcome(attempt, fusion, fusedRate, evidence),
        distance: again?.recomputed.distance ?? distance,
        fusedRate,
      },
      replays.flatMap((replay, i) =>
        replay.parts.map(({ name, sha256 }) => ({ name: `capture ${i + 1}, ${name}`, sha256 })),
      ),
      replays.every(({ identical }) => identical),
    );
  }

  function calibrationOf({ modality, calibrationId }: Attempt): Calibration | undefined {
    const shipped = engine.facts.scales[modality]?.calibration;
    if (shipped?.id === calibrationId) return shipped;
    return store.calibrations.list().find(({ id }) => id === calibrationId)?.calibration;
  }

  return {
    of(attemptId) {
      // Whether it is one is asked here.
      const attempt = store.attempts.get(attemptId as AttemptId);
      const fusion = attempt.basis?.fusion;
      return fusion ? replayWhole(attempt, fusion) : replayOne(attempt);
    },
  };
}

function replayed(
  attemptId: string,
  modelId: ModelId,
  recorded: ReplayedNumbers,
  recomputed: ReplayedNumbers,
  parts: Replayed['parts'],
  partsIdentical = true,
): Replayed {
  const identical =
    partsIdentical &&
    // Every bit: 0 and -0 are told apart.
    Object.is(recorded.distance, recomputed.distance) &&
    Object.is(recorded.fusedRate, recomputed.fusedRate) &&
    recorded.outcome === recomputed.outcome;
  return { outcome: 'replayed', attemptId, recorded, recomputed, identical, parts, modelId };
}

function notReplayable(attemptId: string, missing: readonly Missing[]): NotReplayable {
  const once = new Map(missing.map((one) => [one.part, one]));
  return { outcome: 'not-replayable', attemptId, missing: [...once.values()] };
}

function outcomeOf(attempt: Attempt, distance: Distance): DecisionOutcome {
  const { threshold, undecidedThreshold, basis } = attempt;
  const outcome = decideWithBand(distance, threshold ?? (0 as Distance), undecidedThreshold);
  return outcome === 'match' && basis?.guard?.policy === 'second-modality' ? 'undecided' : outcome;
}

function fusedOutcome(
  { basis }: Attempt,
  { targetRate, undecidedRate, traits }: FusionBasis,
  fusedRate: FusionBasis['falseMatchRate'],
  evidence: readonly Evidence[],
): DecisionOutcome {
  const outcome = decideByRate(fusedRate, targetRate, undecidedRate);
  const lacks =
    basis?.guard?.policy === 'second-modality' &&
    !bothModalitiesMatch(traits, evidence, targetRate);
  return outcome === 'match' && lacks ? 'undecided' : outcome;
}

function partsOf(probe: Features, reference: Template): Replayed['parts'] {
  return [
    { name: 'features of the probe', sha256: hashOf(probe) },
    { name: `features of the reference ${reference.id}`, sha256: hashOf(reference.features) },
  ];
}

function hashOf({ buffer, byteOffset, byteLength }: Features): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

const NOTHING_COMPARED: Missing = {
  part: 'record',
  text: 'nothing was compared, or an older Twinmark kept too little of it',
};
const NO_PROBE: Missing = {
  part: 'probe',
  text:
    'the features of the probe were not kept, or are not any more: see the retention settings; ' +
    'of somebody who was not recognised they never are',
};
const NO_REFERENCE: Missing = {
  part: 'reference',
  text: 'the reference was removed, or the decision named nobody',
};
const OTHER_MODEL: Missing = {
  part: 'model',
  text: 'it was decided with another model than the one that is in use',
};
const NO_CALIBRATION: Missing = {
  part: 'calibration',
  text: 'a calibration that the captures were weighed by was removed',
};
