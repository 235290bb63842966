import type { EnrolledImage } from '../../contract/results.ts';
import type { Acquisition } from '../../core/sample.ts';
import type { Template } from '../../core/template.ts';
import type { PersonId, Sha256 } from '../../core/vocabulary.ts';
import type { Store } from '../../store/index.ts';
import type { NewSample } from './new-sample.ts';
import { reportSample } from '../decisions/reports.ts';

/** What new references are made with. */
export type Asked = Pick<Template, 'modality' | 'modelId'>;

export interface SortedImages {
  readonly samples: readonly NewSample[];
  readonly images: readonly EnrolledImage[];
  /** Whether one of the images is enrolled for somebody else. */
  readonly ofAnother: boolean;
}

/** Sets aside what could not be acquired and what is there already. */
export function sortImages(
  store: Store,
  acquisitions: readonly Acquisition[],
  self: PersonId | undefined,
  { modality, modelId }: Asked,
): SortedImages {
  const samples: NewSample[] = [];
  const seen = new Set<Sha256>();
  let ofAnother = false;
  const images = acquisitions.map((acquisition, image): EnrolledImage => {
    const common = { image, sample: reportSample(acquisition) };
    if (acquisition.outcome !== 'acquired') return { ...common, status: 'not-acquired' };
    const { sample } = acquisition;
    const { sha256 } = sample.source;
    if (seen.has(sha256)) return { ...common, status: 'same-image' };
    seen.add(sha256);
    const owners = store.templates.findBySource(sha256, modality, modelId);
    if (owners.some(({ personId }) => personId === self)) {
      return { ...common, status: 'already-enrolled' };
    }
    if (owners.length > 0) ofAnother = true;
    samples.push({ image, sample });
    return { ...common, status: 'enrolled' };
  });
  return { samples, images, ofAnother };
}
