/**
 * One verification or identification after another: who, what kind of capture, the capture, the
 * decision. The capture lives as long as its result is on the screen, and no longer.
 */
import type {
  FusedReport,
  IdentificationReport,
  PersonSummary,
  VerificationReport,
} from '../../../app/contract/results.ts';
import type { FingerPosition, Modality } from '../../../app/core/vocabulary.ts';
import { client, toClientFailure, type ClientFailure } from '../../client.ts';
import { captureOf } from '../../parts/capture-options.ts';
import { dpiOf } from '../../parts/dpi.ts';

export type Mode = 'verify' | 'identify';

export type Result =
  | { readonly kind: 'verification'; readonly report: VerificationReport }
  | { readonly kind: 'identification'; readonly report: IdentificationReport }
  | { readonly kind: 'fused'; readonly report: FusedReport }
  | { readonly kind: 'failed'; readonly failure: ClientFailure };

/** Milliseconds until one is told that a decision is under way: a sooner one needs no such word. */
const SOON_MS = 150;

/** As `verification.fuse` takes them. */
const MOST_CAPTURES = 12;

interface Held {
  readonly probe: Uint8Array;
  readonly modality: Modality;
  readonly finger: FingerPosition;
  readonly dpi: number | undefined;
}

export function createVerifyFlow(first: { readonly mode: Mode; readonly modality: Modality }) {
  let mode = $state<Mode>(first.mode);
  let modality = $state<Modality>(first.modality);
  let finger = $state<FingerPosition>(0);
  /** As typed. */
  let resolution = $state('');
  let person = $state.raw<PersonSummary>();
  /** The capture of the result, as it was asked about. */
  let taken = $state.raw<Held>();
  let result = $state.raw<Result>();
  let deciding = $state(false);
  let waiting = $state(false);
  let held = $state.raw<readonly Held[]>([]);
  // An answer to a question that was dropped meanwhile is not shown.
  let question = 0;

  async function ask(current: Held): Promise<Result> {
    const { probe } = current;
    if (mode === 'identify') {
      const report = await client.invoke('identification.identify', {
        probe,
        capture: captureOf(current.modality, 0, current.dpi),
      });
      return { kind: 'identification', report };
    }
    const { externalId } = person ?? { externalId: '' };
    if (held.length > 0) {
      const captures = [...held, current].map((one) => ({
        probe: one.probe,
        capture: captureOf(one.modality, one.finger, one.dpi),
      }));
      return {
        kind: 'fused',
        report: await client.invoke('verification.fuse', { externalId, captures }),
      };
    }
    const report = await client.invoke('verification.verify', {
      externalId,
      probe,
      capture: captureOf(current.modality, current.finger, current.dpi),
    });
    return { kind: 'verification', report };
  }

  function drop() {
    // Those that were decided on are done with; a capture that is no good takes none along.
    if (result?.kind === 'fused' && result.report.parts.at(-1)?.decision) held = [];
    question += 1;
    taken = undefined;
    result = undefined;
    deciding = false;
    waiting = false;
  }

  return {
    get mode() {
      return mode;
    },
    set mode(next: Mode) {
      drop();
      held = [];
      mode = next;
    },
    get modality() {
      return modality;
    },
    set modality(next: Modality) {
      // What is asked about the other kind is no answer any more.
      if (next !== modality && (result || deciding)) drop();
      modality = next;
    },
    get finger() {
      return finger;
    },
    set finger(next: FingerPosition) {
      finger = next;
    },
    get resolution() {
      return resolution;
    },
    set resolution(next: string) {
      resolution = next;
    },
    get person() {
      return person;
    },
    set person(next: PersonSummary | undefined) {
      drop();
      held = [];
      person = next;
      // What the person has is what is asked for.
      if (next && !next.references[modality]) {
        const other = modality === 'face' ? 'fingerprint' : 'face';
        if (next.references[other]) modality = other;
      }
    },
    get probe() {
      return taken?.probe;
    },
    get result() {
      return result;
    },
    get deciding() {
      return deciding;
    },
    /** Whether a decision takes so long that one is told. */
    get waiting() {
      return waiting;
    },
    get held() {
      return held;
    },
    /** Whether a capture would be taken now. */
    get ready() {
      return !deciding && (mode === 'identify' || person !== undefined);
    },

    async decide(image: Uint8Array): Promise<void> {
      if (deciding || (mode === 'verify' && !person)) return;
      const dpi = modality === 'face' ? undefined : dpiOf(resolution);
      if (dpi === 'wrong') return; // Said beside its field.
      drop();
      const mine = question;
      const current: Held = { probe: image, modality, finger, dpi };
      taken = current;
      deciding = true;
      const timer = setTimeout(() => {
        if (mine === question) waiting = true;
      }, SOON_MS);
      const answer = await ask(current).catch((thrown: unknown): Result => ({
        kind: 'failed',
        failure: toClientFailure(thrown),
      }));
      clearTimeout(timer);
      if (mine !== question) return;
      result = answer;
      deciding = false;
      waiting = false;
    },

    /** Another person: all anew. */
    next(): void {
      drop();
      held = [];
      person = undefined;
    },

    /** The same person, another capture. */
    again(): void {
      drop();
    },

    /** Whether one more can be decided together with those that there are. */
    get addable() {
      return held.length + 1 < MOST_CAPTURES;
    },

    /** Keeps this capture, so that the next one, of that kind, is decided together with it. */
    addSecond(next: Modality): void {
      const kept = taken ? [...held, taken] : held;
      drop();
      held = kept;
      modality = next;
    },

    dropHeld(): void {
      held = [];
    },
  };
}

export type VerifyFlow = ReturnType<typeof createVerifyFlow>;
