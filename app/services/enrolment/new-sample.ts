import type { Sample } from '../../core/sample.ts';
import type { PersonId } from '../../core/vocabulary.ts';
import type { NewTemplate } from '../../store/index.ts';

/** A sample that is new to the store, and which image of an enrolment it came from. */
export interface NewSample {
  readonly image: number;
  readonly sample: Sample;
}

/** What is kept of a sample as a reference of a person. */
export function templateOf(sample: Sample, personId: PersonId): NewTemplate {
  const { modelId, provider, source } = sample;
  const facts = { personId, modelId, provider, sourceSha256: source.sha256 };
  if (sample.modality === 'face') {
    const { modality, features, quality } = sample;
    return { ...facts, modality, features, quality };
  }
  const { modality, finger, features, quality } = sample;
  return { ...facts, modality, finger, features, quality };
}
