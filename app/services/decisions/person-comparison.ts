/** One capture against the references of one person: all that comes before a decision. */
import type { VerificationReport } from '../../contract/results.ts';
import type { EncoderScale } from '../../core/decision.ts';
import { compareFeatures } from '../../core/features.ts';
import type { Acquisition, CaptureOptions, FailureToAcquire, Sample } from '../../core/sample.ts';
import type { Person, Template } from '../../core/template.ts';
import type { Distance, FingerPosition } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import { reportSample } from './reports.ts';
import { activeScale } from '../thresholds/scales.ts';

export type PersonComparison = Compared | NotCompared;

export interface Compared extends Common {
  readonly outcome: 'compared';
  readonly sample: Sample;
  readonly closest: Template;
  readonly distance: Distance;
  /** Of fingerprints: that of the closest reference. */
  readonly finger?: FingerPosition;
}

export interface NotCompared extends Common {
  readonly outcome: 'failure-to-acquire' | 'no-reference';
  readonly reasons: FailureToAcquire['reasons'];
}

interface Common {
  readonly capture: CaptureOptions;
  readonly scale: EncoderScale;
  readonly references: readonly Template[];
  /** What any report of it begins with. */
  readonly facts: Pick<
    VerificationReport,
    'modality' | 'externalId' | 'displayName' | 'probe' | 'references' | 'finger'
  >;
}

export async function compareWithPerson(
  parts: { readonly engine: Engine; readonly store: Store },
  person: Person,
  probe: Uint8Array,
  capture: CaptureOptions,
): Promise<PersonComparison> {
  const acquisition = await parts.engine.analyse({ kind: 'bytes', bytes: probe }, capture);
  const { modality } = capture;
  const scale = activeScale(parts, modality);
  const references = parts.store.templates
    .listOfPerson(person.id, modality, scale.modelId)
    .filter((template) => isAskedFor(template, capture));
  const facts = factsOf(person, acquisition, references, capture);
  const common = { capture, scale, references, facts };
  if (acquisition.outcome === 'failure-to-acquire') {
    return { ...common, outcome: acquisition.outcome, reasons: acquisition.reasons };
  }
  const { sample } = acquisition;
  const [first] = references
    .map((template) => {
      const distance = compareFeatures(scale, sample.features, template.features);
      return { template, distance };
    })
    .sort((one, other) => one.distance - other.distance);
  if (!first) return { ...common, outcome: 'no-reference', reasons: [] };
  const { template: closest, distance } = first;
  const finger = closest.modality === 'fingerprint' && { finger: closest.finger };
  return { ...common, ...finger, outcome: 'compared', sample, closest, distance };
}

function factsOf(
  { externalId, displayName }: Person,
  acquisition: Acquisition,
  references: readonly Template[],
  capture: CaptureOptions,
): Common['facts'] {
  const { modality } = capture;
  return {
    modality,
    externalId,
    displayName,
    probe: reportSample(acquisition),
    references: references.length,
    ...(capture.modality === 'fingerprint' && { finger: capture.finger }),
  };
}

/** Where a finger is claimed, only its references count; those of an unknown one may be another. */
function isAskedFor(template: Template, capture: CaptureOptions): boolean {
  if (capture.modality === 'face' || capture.finger === undefined) return true;
  return template.modality === 'fingerprint' && template.finger === capture.finger;
}
