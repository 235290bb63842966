/** What fixed inputs gave on a provider, and how far two providers differ. */
export interface GoldenRun {
  /** Every output by name: embeddings of unit length, others as they are. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
  /** Milliseconds of one pass, where asked for. */
  readonly milliseconds?: number;
}

export interface GoldenOptions {
  /** Software adapters take minutes over what the CPU does at once: not worth proving unasked. */
  readonly refuseSoftware: boolean;
  /** Whether the time is of interest: it takes a second pass, for the first compiles shaders. */
  readonly timed: boolean;
}

/** Largest difference of two runs; outputs other than embeddings relative to their size. */
export function goldenDrift(reference: GoldenRun, candidate: GoldenRun): number {
  let drift = 0;
  for (const [name, expected] of Object.entries(reference.outputs)) {
    if (!Object.hasOwn(candidate.outputs, name)) return Infinity;
    const received = candidate.outputs[name];
    const size = name.startsWith('embedding')
      ? 1
      : expected.reduce((m, v) => Math.max(m, Math.abs(v)), 1);
    for (let i = 0; i < expected.length; i++) {
      const difference = Math.abs(expected[i] - received[i]) / size;
      // Also catches NaN, which compares false with everything.
      if (!(difference <= drift)) drift = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return drift;
}
