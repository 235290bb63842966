/** A person's references as they are shown: by modality, of prints by finger. Pure. */
import type { TemplateReport } from '../../../app/contract/results.ts';
import { FINGERPRINT } from '../../../app/core/parameters.ts';
import type { FingerPosition, Modality } from '../../../app/core/vocabulary.ts';

export interface ReferenceGroup {
  readonly key: string;
  readonly modality: Modality;
  /** Of prints; 0 where nobody said which. */
  readonly finger?: FingerPosition;
  /** Oldest first. */
  readonly templates: readonly TemplateReport[];
  /** Of a finger that is known: how many more impressions are advised. */
  readonly wanting: number;
}

/** Faces first, then fingers in the order of their codes. */
export function groupReferences(templates: readonly TemplateReport[]): readonly ReferenceGroup[] {
  const groups = Map.groupBy(templates, (template) =>
    template.modality === 'face' ? 'face' : `finger ${String(template.finger).padStart(2, '0')}`,
  );
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, those]) => {
      const [first] = those;
      const finger = first.modality === 'fingerprint' ? first.finger : undefined;
      return {
        key,
        modality: first.modality,
        ...(finger !== undefined && { finger }),
        templates: those,
        wanting: finger ? Math.max(0, FINGERPRINT.advisedImpressions - those.length) : 0,
      };
    });
}
