/** What is stored of an enrolment: person, consent, references, images, and the log. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EncoderScale } from '../../core/decision.ts';
import type { Acquisition } from '../../core/sample.ts';
import type { TemplateId } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { ImageSource } from '../../engine/source.ts';
import type { NewConsent, Store } from '../../store/index.ts';
import { fingerOf } from './fingers.ts';
import type { Verdict } from './verdict.ts';
import type { Gallery } from '../decisions/gallery.ts';
import { templateOf } from './new-sample.ts';

/** One person and the analysed images. */
export interface Enrollee {
  readonly externalId: string;
  readonly displayName?: string;
  readonly notes?: string;
  readonly consent?: NewConsent;
  readonly overrideReason?: string;
  readonly synthetic?: boolean;
  /** Image i is that of acquisition i. */
  readonly sources: readonly ImageSource[];
  readonly acquisitions: readonly Acquisition[];
}

export interface EnrolmentRecord {
  refusal(enrollee: Enrollee, verdict: Verdict, scale: EncoderScale): void;
  /** All or none of it. Answers the new references by their images. */
  references(
    enrollee: Enrollee,
    verdict: Verdict,
    into: { readonly scale: EncoderScale; readonly gallery: Gallery },
  ): Promise<ReadonlyMap<number, TemplateId>>;
}

export function createEnrolmentRecord({
  engine,
  store,
  keepsImages = () => false,
}: {
  readonly engine: Engine;
  readonly store: Store;
  readonly keepsImages?: () => boolean;
}): EnrolmentRecord {
  const recordAttempt = (
    outcome: 'enrolled' | 'failure-to-enrol',
    { acquisitions }: Enrollee,
    { modality, modelId }: EncoderScale,
    about: Pick<Parameters<typeof store.attempts.record>[0], 'personId' | 'note'>,
  ) => {
    const reasons = acquisitions.flatMap((acquisition) =>
      acquisition.outcome === 'acquired' ? [] : acquisition.reasons,
    );
    const { provider } = engine.facts;
    const asked = { kind: 'enrolment', modality, modelId, provider } as const;
    store.attempts.record({ ...asked, outcome, reasons, ...about });
  };

  return {
    refusal(enrollee, { report, person }, scale) {
      const note = report.refusals.join(', ');
      recordAttempt('failure-to-enrol', enrollee, scale, { personId: person?.id, note });
    },

    async references(enrollee, verdict, { scale, gallery }) {
      const { samples } = verdict;
      const kept = keepsImages() ? await readImages(enrollee, verdict) : new Map<number, Buffer>();
      const templates = store.transaction(() => {
        const { externalId, displayName, notes, synthetic, consent } = enrollee;
        const person =
          store.people.findByExternalId(externalId) ??
          store.people.create({
            externalId,
            displayName: displayName || externalId,
            notes,
            synthetic,
          });
        if (consent) store.consents.record(person.id, consent);
        recordAttempt('enrolled', enrollee, scale, {
          personId: person.id,
          note: noteOf(verdict, enrollee),
        });
        return samples.map(({ image, sample }) => {
          const template = store.templates.add(templateOf(sample, person.id));
          const bytes = kept.get(image);
          if (bytes) store.images.keep(template.id, bytes);
          return template;
        });
      });
      for (const template of templates) {
        const { id: templateId, personId, features } = template;
        gallery.add({ personId, templateId, finger: fingerOf(template), features });
      }
      return new Map(samples.map(({ image }, i) => [image, templates[i].id]));
    },
  };
}

function noteOf({ overridden }: Verdict, { overrideReason = '' }: Enrollee): string | undefined {
  if (overridden.length === 0) return undefined;
  const what = `overridden: ${overridden.join(', ')}`;
  return overrideReason.trim() === '' ? what : `${what}; reason: ${overrideReason.trim()}`;
}

/** The bytes of the samples; without those of files that are no longer what was enrolled. */
async function readImages(
  { sources }: Enrollee,
  { samples }: Verdict,
): Promise<ReadonlyMap<number, Buffer>> {
  const images = await Promise.all(
    samples.map(async ({ image, sample }) => {
      const source = sources[image];
      const bytes =
        source.kind === 'bytes' ? Buffer.from(source.bytes) : await readFileIfThere(source.path);
      const same = bytes !== undefined && hash('sha256', bytes) === sample.source.sha256;
      return same ? ([image, bytes] as const) : undefined;
    }),
  );
  return new Map(images.filter((image) => image !== undefined));
}

async function readFileIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined; // It was read a moment ago; whoever took it away wants it gone.
  }
}
