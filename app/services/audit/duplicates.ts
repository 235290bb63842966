/** Images that different people are said to own and that show one face. */
import type { AuditDuplicate } from '../../core/audit.ts';
import { compare } from '../../core/distance.ts';
import type { Distance, Embedding } from '../../core/vocabulary.ts';
import type { Engine, ReferenceSet } from '../../engine/client.ts';
import type { AuditEmbedding } from '../../store/index.ts';
import type { JobContext } from '../jobs.ts';
import { throwIfCancelled } from '../jobs.ts';

const PROBES_PER_SEARCH = 64;
const FIRST_NEIGHBOURS = 16;

export async function findDuplicates(
  embeddings: readonly AuditEmbedding[],
  limit: Distance,
  engine: Engine,
  { signal, progress }: JobContext,
): Promise<AuditDuplicate[]> {
  // Without a claim nobody is said to own the image: it can't be another's as well.
  const claimed = embeddings.filter(({ claim }) => claim !== undefined);
  if (claimed.length < 2) return [];
  const dimensions = claimed[0].embedding.length;
  const rows = new Float32Array(claimed.length * dimensions);
  claimed.forEach(({ embedding }, i) => rows.set(embedding, i * dimensions));
  const references: ReferenceSet = { dimensions, rows };

  const found = new Map<string, AuditDuplicate>();
  for (let start = 0; start < claimed.length; start += PROBES_PER_SEARCH) {
    throwIfCancelled(signal);
    progress('looking for duplicates', start, claimed.length);
    const probes = claimed.slice(start, start + PROBES_PER_SEARCH);
    const near = await neighboursWithin(engine, references, probes, limit);
    near.forEach((neighbours, i) => {
      for (const row of neighbours) {
        const duplicate = judgePair(probes[i], claimed[row], limit);
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
  probes: readonly AuditEmbedding[],
  limit: Distance,
): Promise<number[][]> {
  const rows: number[][] = probes.map(() => []);
  const total = references.rows.length / references.dimensions;
  let open = probes.map((_, i) => i);
  for (let count = FIRST_NEIGHBOURS; open.length > 0; count *= 4) {
    const vectors: Embedding[] = open.map((i) => probes[i].embedding);
    const found = await engine.search(references, vectors, count);
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
  one: AuditEmbedding,
  other: AuditEmbedding,
  limit: Distance,
): AuditDuplicate | undefined {
  if (one.claim === other.claim) return undefined;
  const distance = compare(one.embedding, other.embedding);
  const sameFile = one.sha256 === other.sha256;
  if (!sameFile && distance > limit) return undefined;
  return {
    position: Math.min(one.position, other.position),
    otherPosition: Math.max(one.position, other.position),
    kind: sameFile ? 'same-file' : 'same-person',
    distance,
  };
}
