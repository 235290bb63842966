import type { Sample } from '../core/sample.ts';

/** A sample that is new to the store, and which image of an enrolment it came from. */
export interface NewSample {
  readonly image: number;
  readonly sample: Sample;
}
