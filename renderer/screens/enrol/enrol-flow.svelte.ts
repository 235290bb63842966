/**
 * One enrolment: who and consent, samples, review, result. Samples live in memory only, and no
 * longer than until they are saved or removed.
 */
import type { EnrolmentReport, PersonDetails } from '../../../app/contract/results.ts';
import type { FingerPosition, Modality } from '../../../app/core/vocabulary.ts';
import { client, toClientFailure } from '../../client.ts';
import type { ConsentInput } from '../../parts/consent.ts';
import { captureOf } from '../../parts/capture-options.ts';
import { dpiOf } from '../../parts/dpi.ts';
import { findPerson } from '../../stores/find-person.ts';
import { overridesOf, usableIds, type Judgement } from './judgement.ts';
import { SAMPLES } from './plan.ts';

export type Step = 'who' | 'capture' | 'review' | 'done';

export interface Sample {
  readonly id: number;
  /** Its file's name; empty of the camera. */
  readonly name: string;
  readonly image: Uint8Array;
}

export interface Who {
  readonly externalId: string;
  readonly displayName: string;
  /** Who is there under that number. */
  readonly known?: PersonDetails;
  /** Given now; absent where one holds already. */
  readonly consent?: ConsentInput;
}

export function createEnrolFlow(first: { readonly modality: Modality }) {
  let step = $state<Step>('who');
  let who = $state.raw<Who>();
  let modality = $state<Modality>(first.modality);
  let finger = $state<FingerPosition>(0);
  let dpi = $state('');
  let samples = $state.raw<readonly Sample[]>([]);
  let retaking = $state<number>();
  let judgement = $state.raw<Judgement>();
  let judging = $state(false);
  let problem = $state('');
  let result = $state.raw<EnrolmentReport>();
  let lastId = 0;

  const usable = $derived.by(() => {
    const ids = usableIds(judgement);
    return samples.filter(({ id }) => ids.includes(id));
  });

  function capture() {
    const resolution = dpiOf(dpi);
    const asked = captureOf(modality, finger);
    if (asked.modality === 'face' || typeof resolution !== 'number') return asked;
    return { ...asked, dpi: resolution };
  }

  /** The trial run over all samples; what changes meanwhile is judged right after. */
  async function judge(): Promise<void> {
    if (judging) return;
    judging = true;
    try {
      while (samples.length > 0) {
        const those = samples;
        const report = await client.invoke('enrolment.enrol', {
          externalId: who?.externalId ?? '',
          images: those.map(({ image }) => image),
          capture: capture(),
          dryRun: true,
        });
        if (those !== samples) continue;
        judgement = { ids: those.map(({ id }) => id), report };
        problem = '';
        return;
      }
      judgement = undefined;
    } catch (thrown) {
      problem = toClientFailure(thrown).message;
    } finally {
      judging = false;
    }
  }

  function change(next: readonly Sample[]) {
    samples = next;
    void judge();
  }

  function dropSamples() {
    samples = [];
    judgement = undefined;
    retaking = undefined;
    problem = '';
  }

  return {
    get step() {
      return step;
    },
    get who() {
      return who;
    },
    get modality() {
      return modality;
    },
    set modality(next: Modality) {
      modality = next;
    },
    get finger() {
      return finger;
    },
    set finger(next: FingerPosition) {
      finger = next;
    },
    get dpi() {
      return dpi;
    },
    set dpi(next: string) {
      dpi = next;
      if (dpiOf(next) !== 'wrong') void judge();
    },
    get samples() {
      return samples;
    },
    /** Those that would become references. */
    get usable() {
      return usable;
    },
    /** The sample that the next capture takes the place of. */
    get retaking() {
      return retaking;
    },
    get judgement() {
      return judgement;
    },
    get judging() {
      return judging;
    },
    /** Why the samples could not be looked at. */
    get problem() {
      return problem;
    },
    get result() {
      return result;
    },
    get name() {
      return who?.known?.person.displayName ?? (who?.displayName || who?.externalId || '');
    },

    begin(next: Who): void {
      who = next;
      step = 'capture';
      void judge(); // Samples that were taken before going back.
    },

    /** The samples are of somebody who is there already: the number is asked for again. */
    addTo(externalId: string): void {
      who = { externalId, displayName: '' };
      step = 'who';
    },

    goTo(next: 'who' | 'capture' | 'review'): void {
      step = next;
      retaking = undefined;
    },

    add(images: readonly { readonly name: string; readonly bytes: Uint8Array }[]): void {
      const fresh = images.map(({ name, bytes }): Sample => {
        lastId += 1;
        return { id: lastId, name, image: bytes };
      });
      const at = samples.findIndex(({ id }) => id === retaking);
      retaking = undefined;
      const next = at < 0 ? [...samples, ...fresh] : samples.toSpliced(at, 1, ...fresh);
      change(next.slice(0, SAMPLES[modality].most));
    },

    remove(id: number): void {
      if (retaking === id) retaking = undefined;
      change(samples.filter((one) => one.id !== id));
    },

    retake(id: number | undefined): void {
      retaking = id;
    },

    /**
     * A refusal is no failure: it shows as the newest judgement. Whoever was erased meanwhile is
     * asked for again, name and consent as well: nobody comes back by samples alone.
     *
     * @throws ClientFailure
     */
    async save(overrideReason: string | undefined): Promise<'saved' | 'refused' | 'gone'> {
      if (!who || usable.length === 0) return 'refused';
      const those = usable;
      const { externalId, displayName, known, consent } = who;
      if (known && !(await findPerson(externalId))) {
        who = { externalId, displayName: known.person.displayName };
        step = 'who';
        return 'gone';
      }
      const overridden = overrideReason === undefined ? [] : (judgement?.report.refusals ?? []);
      const report = await client.invoke('enrolment.enrol', {
        externalId,
        ...(!known && displayName !== '' && { displayName }),
        ...(consent && { consent }),
        images: those.map(({ image }) => image),
        capture: capture(),
        ...overridesOf(overridden),
        ...(overrideReason !== undefined && { overrideReason }),
      });
      if (report.outcome === 'failure-to-enrol') {
        samples = those;
        judgement = { ids: those.map(({ id }) => id), report };
        return 'refused';
      }
      result = report;
      dropSamples();
      step = 'done';
      return 'saved';
    },

    /** The same person, another finger or another kind of sample. */
    goOn(next: Modality, known: PersonDetails): void {
      if (who) who = { externalId: who.externalId, displayName: who.displayName, known };
      modality = next;
      finger = 0;
      result = undefined;
      step = 'capture';
    },

    /** All samples are dropped. */
    reset(): void {
      dropSamples();
      who = undefined;
      finger = 0;
      result = undefined;
      step = 'who';
    },
  };
}

export type EnrolFlow = ReturnType<typeof createEnrolFlow>;
