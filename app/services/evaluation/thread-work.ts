/** What a thread of evaluations does: one request after another, with the prints that it was given. */
import { invariant } from '../../core/failure.ts';
import { bootstrapIntervals } from '../../core/evaluation/bootstrap.ts';
import { pairDistances } from '../../core/evaluation/pair-distances.ts';
import { referenceAt } from '../../core/features.ts';
import { unpackAnchors, type PreparedAnchors } from '../../core/fingerprint/anchor-template.ts';
import { comparePrepared } from '../../core/fingerprint/compare.ts';
import { analyse } from './analysis.ts';
import { shared, split } from './split.ts';
import { analyseFusion } from './fusion.ts';
import type { ThreadKind, ThreadReplies, ThreadRequest } from './thread-messages.ts';

type Prints = ThreadRequest & { readonly kind: 'prints' };

export function createThreadWork(): (request: ThreadRequest) => ThreadReplies[ThreadKind] {
  let prints: Prints | undefined;
  /** Laid out for comparing when first needed. */
  let prepared: (PreparedAnchors | undefined)[] = [];

  const print = (row: number): PreparedAnchors => {
    invariant(prints, 'prints come before their pairs');
    const packed = referenceAt(prints.prints, row);
    invariant(packed instanceof Uint8Array, 'prints are packed anchors');
    return (prepared[row] ??= unpackAnchors(packed));
  };

  return (request) => {
    switch (request.kind) {
      case 'prints':
        prints = request;
        prepared = [];
        return null;
      case 'compare-prints': {
        const { probes, references } = request;
        invariant(prints, 'prints come before their pairs');
        const { comparison } = prints;
        return Float64Array.from(probes, (probe, i) =>
          comparePrepared(print(probe), print(references[i]), comparison),
        );
      }
      case 'compare-faces':
        return shared(pairDistances(request.faces, request.pairs));
      case 'split':
        return split(request.input);
      case 'analyse':
        return analyse(request.input);
      case 'bootstrap':
        return bootstrapIntervals(request.input, { targets: [], thresholds: request.thresholds });
      case 'fuse':
        return analyseFusion(request.input);
    }
  };
}
