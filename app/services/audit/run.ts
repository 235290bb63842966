/** The work of an audit: every pending file analysed and judged, results on disk in batches. */
import path from 'node:path';
import type { AuditSummary } from '../../contract/results.ts';
import type { AuditFile, AuditSettings } from '../../core/audit.ts';
import type { EncoderScale } from '../../core/decision.ts';
import type { Acquisition, CaptureOptions } from '../../core/sample.ts';
import type { AuditId } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { AuditRecord, Store } from '../../store/index.ts';
import { forEachAhead } from '../ahead.ts';
import type { Gallery } from '../decisions/gallery.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { verificationLimit } from '../thresholds/limits.ts';
import { findDuplicates } from './duplicates.ts';
import { hasGone, refuseGone } from './gone.ts';
import { judgeFailure, judgeSample } from './judge.ts';
import { countStrangersAlike, outcomesOf } from './report.ts';

/** Results go to disk in batches of at most so many, in one transaction. */
const BATCH = 32;
/** Files taken from the plan at once. */
const PAGE = 1_024;
/** The claimed person may be among the closest; two others are enough to judge. */
const CLOSEST_PEOPLE = 3;

export interface Run {
  readonly auditId: AuditId;
  readonly root: string;
  readonly capture: CaptureOptions;
  readonly scale: EncoderScale;
  readonly settings: AuditSettings;
  readonly gallery: Gallery;
}

export interface AuditRunner {
  /** Goes on where the audit is. */
  run(run: Run, context: JobContext): Promise<AuditSummary>;
}

export function createAuditRunner({
  engine,
  store,
}: {
  readonly engine: Engine;
  readonly store: Store;
}): AuditRunner {
  return {
    async run(run, context) {
      await auditFiles(run, context);
      return finish(run, context);
    },
  };

  async function auditFiles(run: Run, { signal, progress }: JobContext): Promise<void> {
    const { total, done } = store.audits.progress(run.auditId);
    let finished = done;
    let batch: { file: AuditFile; acquisition: Acquisition }[] = [];
    const flush = async () => {
      const full = batch;
      batch = [];
      if (full.length === 0) return;
      store.audits.record(run.auditId, await judge(full, run));
      finished += full.length;
      progress('auditing', finished, total);
    };
    progress('auditing', finished, total);
    await forEachAhead(
      pendingFiles(run.auditId),
      engine.facts.lanes,
      (file) => acquire(file, run),
      async (acquisition, file) => {
        throwIfCancelled(signal);
        if (hasGone(file, acquisition)) await refuseGone(run.root);
        batch.push({ file, acquisition });
        if (batch.length >= BATCH) await flush();
      },
    );
    await flush();
  }

  function* pendingFiles(auditId: AuditId): Generator<AuditFile> {
    let after: number | undefined;
    for (;;) {
      const page = store.audits.pending(auditId, { after, limit: PAGE });
      yield* page;
      after = page.at(-1)?.position;
      if (after === undefined) return;
    }
  }

  async function acquire({ path: relative, problem }: AuditFile, run: Run): Promise<Acquisition> {
    const { modality } = run.capture;
    if (problem) return { outcome: 'failure-to-acquire', modality, reasons: [problem] };
    const source = { kind: 'file', path: path.join(run.root, relative) } as const;
    return engine.analyse(source, run.capture);
  }

  async function judge(
    batch: readonly { file: AuditFile; acquisition: Acquisition }[],
    { gallery, scale, settings }: Run,
  ): Promise<AuditRecord[]> {
    const probes = batch.flatMap(({ acquisition }) =>
      acquisition.outcome === 'acquired' ? [acquisition.sample.features] : [],
    );
    const closest = await gallery.closestPeople(probes, CLOSEST_PEOPLE);
    const ownLimit = (references: number) =>
      verificationLimit(scale, references, settings.targetRate).threshold;
    let next = 0;
    return batch.map(({ file: { position, claim, finger }, acquisition }): AuditRecord => {
      if (acquisition.outcome !== 'acquired')
        return { position, result: judgeFailure(acquisition) };
      const { features } = acquisition.sample;
      const person = claim === undefined ? undefined : store.people.findByExternalId(claim);
      const own = person && gallery.closestOf(person.id, features, finger);
      const result = judgeSample(acquisition, {
        claimed: claim !== undefined,
        own,
        ownLimit: own && ownLimit(gallery.referencesOf(own.personId, finger)),
        closest: closest[next++],
        galleryLimit: settings.identificationThreshold,
      });
      return { position, result, features };
    });
  }

  async function finish(
    { auditId, scale, settings }: Run,
    context: JobContext,
  ): Promise<AuditSummary> {
    const features = [...store.audits.features(auditId)];
    const limit = settings.duplicateThreshold;
    const duplicates = await findDuplicates(features, scale, limit, engine, context);
    store.audits.finish(auditId, duplicates);
    const progress = store.audits.progress(auditId);
    return {
      auditId,
      modality: settings.modality,
      files: progress.total,
      outcomes: outcomesOf(settings.modality, progress),
      strangersAlike: countStrangersAlike(store.audits.results(auditId)),
      identificationRate: settings.identificationRate,
      duplicates: duplicates.length,
    };
  }
}
