/** Images that different people are said to own and that show one face or finger. */
import type { AuditDuplicate } from '../../core/audit.ts';
import type { EncoderScale } from '../../core/decision.ts';
import { compareFeatures, packReferences, referenceCount } from '../../core/features.ts';
import type { ReferenceSet } from '../../core/features.ts';
import type { Distance } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { AuditFeatures } from '../../store/index.ts';
import type { JobContext } from '../jobs.ts';
import { throwIfCancelled } from '../jobs.ts';

const PROBES_PER_SEARCH = 64;
const FIRST_NEIGHBOURS = 16;

export async function findDuplicates(
  all: readonly AuditFeatures[],
  scale: EncoderScale,
  limit: Distance,
  engine: Engine,
  { signal, progress }: JobContext,
): Promise<AuditDuplicate[]> {
  // Without a claim nobody is said to own the image: it can't be another's as well.
  const claimed = all.filter(({ claim }) => claim !== undefined);
  if (claimed.length < 2) return [];
  const references = packReferences(
    scale.modality,
    claimed.map(({ features }) => features),
  );

  const found = new Map<string, AuditDuplicate>();
  for (let start = 0; start < claimed.length; start += PROBES_PER_SEARCH) {
    throwIfCancelled(signal);
    progress('looking for duplicates', start, claimed.length);
    const probes = claimed.slice(start, start + PROBES_PER_SEARCH);
    const near = await neighboursWithin(engine, references, probes, limit);
    near.forEach((neighbours, i) => {
      for (const row of neighbours) {
        const duplicate = judgePair(probes[i], claimed[row], scale, limit);
        if (duplicate) found.set(`${duplicate.position}/${duplicate.otherPosition}`, duplicate);
      }
    });
  }
  progress('looking for duplicates', claimed.length, claimed.length);
  return [...found.values()].sort(
    (one, other) => one.position - other.position || one.otherPosition - other.otherPosition,
  );
}

/** Rows within the limit of each probe; asks for more where all that came were within it. */
async function neighboursWithin(
  engine: Engine,
  references: ReferenceSet,
  probes: readonly AuditFeatures[],
  limit: Distance,
): Promise<number[][]> {
  const rows: number[][] = probes.map(() => []);
  const total = referenceCount(references);
  let open = probes.map((_, i) => i);
  for (let count = FIRST_NEIGHBOURS; open.length > 0; count *= 4) {
    const wanted = open.map((i) => probes[i].features);
    const found = await engine.search(references, wanted, count);
    const unfinished: number[] = [];
    found.forEach((neighbours, k) => {
      // The search ranks in single precision; what it calls just outside may be inside.
      const inside = neighbours.filter(({ distance }) => distance <= limit + 1e-3);
      rows[open[k]] = inside.map(({ row }) => row);
      if (inside.length === count && count < total) unfinished.push(open[k]);
    });
    open = unfinished;
  }
  return rows;
}

function judgePair(
  one: AuditFeatures,
  other: AuditFeatures,
  scale: EncoderScale,
  limit: Distance,
): AuditDuplicate | undefined {
  if (one.claim === other.claim) return undefined;
  const distance = compareFeatures(scale, one.features, other.features);
  const sameFile = one.sha256 === other.sha256;
  if (!sameFile && distance > limit) return undefined;
  return {
    position: Math.min(one.position, other.position),
    otherPosition: Math.max(one.position, other.position),
    kind: sameFile ? 'same-file' : 'same-person',
    distance,
  };
}
