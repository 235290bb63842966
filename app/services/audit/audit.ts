/**
 * A folder of captures against everybody enrolled. Every result is on disk before it counts, so
 * that an interrupted audit goes on where it was and ends in the same report.
 */
import path from 'node:path';
import type { AuditStarted, AuditSummary, WhoIsWhoPreview } from '../../contract/results.ts';
import type { AuditFile, AuditSettings } from '../../core/audit.ts';
import type { EncoderScale } from '../../core/decision.ts';
import type { Acquisition, CaptureOptions } from '../../core/sample.ts';
import type { AuditId, Modality } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { AuditRecord, Store } from '../../store/index.ts';
import { forEachAhead } from '../ahead.ts';
import { openGallery, type Gallery } from '../gallery.ts';
import { throwIfCancelled, type JobContext, type Jobs } from '../jobs.ts';
import { verificationLimit } from '../limits.ts';
import { scaleOf } from '../scales.ts';
import { createClaims } from './claims.ts';
import { findDuplicates } from './duplicates.ts';
import { judgeFailure, judgeSample } from './judge.ts';
import { planFiles } from './plan.ts';
import { countStrangersAlike, duplicatesCsv, outcomesOf, reportCsv, reportJson } from './report.ts';
import { settingsOf, type AuditInput } from './settings.ts';
import { discardStaleAudits } from './stale.ts';
import { walkFolder } from './walk.ts';

export type { AuditInput };

export interface AuditPreviewInput extends Pick<AuditInput, 'folder' | 'rule' | 'manifest'> {
  readonly modality: Modality;
}

export type ReportFormat = 'csv' | 'json' | 'duplicates-csv';

export interface AuditService {
  preview(input: AuditPreviewInput): Promise<WhoIsWhoPreview>;
  /** Plans, or finds what was interrupted, and starts the job. */
  start(input: AuditInput): Promise<AuditStarted>;
  report(auditId: AuditId, format: ReportFormat): string;
}

/** Results go to disk in batches of at most so many, in one transaction. */
const BATCH = 32;
/** Files taken from the plan at once. */
const PAGE = 1_024;
const PREVIEWED = 20;
/** The claimed person may be among the closest; two others are enough to judge. */
const CLOSEST_PEOPLE = 3;

export function createAuditService({
  engine,
  store,
  jobs,
  now,
}: {
  readonly engine: Engine;
  readonly store: Store;
  readonly jobs: Jobs;
  /** ISO 8601, UTC. */
  readonly now: () => string;
}): AuditService {
  return {
    async preview({ folder, modality, rule, manifest }) {
      const claims = createClaims(rule, manifest, modality);
      const files = planFiles(await walkFolder(folder, () => undefined), claims);
      const enrolled = (claim: string | undefined) =>
        claim !== undefined && store.people.findByExternalId(claim) !== undefined;
      const first = files.slice(0, PREVIEWED).map(({ path: relative, claim, finger }) => {
        return { path: relative, claim, finger, enrolled: enrolled(claim) };
      });
      return { files: files.length, first };
    },

    async start(input) {
      discardStaleAudits(store, now());
      const { modality } = input.capture;
      const scale = scaleOf(engine, modality);
      const claims = createClaims(input.rule, input.manifest, modality);
      const files = planFiles(await walkFolder(input.folder, () => undefined), claims);
      const gallery = openGallery(store, engine, scale);
      const settings = settingsOf(input, files, gallery, { engine, store });
      const found = store.audits.findResumable(input.folder, settings);
      if (found && input.restart) store.audits.discard(found.id);
      const audit =
        found && !input.restart
          ? found
          : store.audits.create({ root: input.folder, settings, startedAt: now(), files });
      const { done: resumed } = store.audits.progress(audit.id);
      const { folder: root, capture } = input;
      const run: Run = { auditId: audit.id, root, capture, scale, settings, gallery };
      const jobId = jobs.start(async (context) => {
        await auditFiles(run, context);
        return { kind: 'audit', value: await finish(run, context) };
      });
      return { jobId, auditId: audit.id, files: files.length, resumed };
    },

    report(auditId, format) {
      const audit = store.audits.get(auditId);
      const rows = [...store.audits.results(auditId)];
      const duplicates = store.audits.duplicates(auditId);
      switch (format) {
        case 'csv':
          return reportCsv(rows, audit.settings.modality);
        case 'duplicates-csv':
          return duplicatesCsv(duplicates, rows);
        case 'json':
          return reportJson(audit, store.audits.progress(auditId), rows, duplicates);
      }
    },
  };

  interface Run {
    readonly auditId: AuditId;
    readonly root: string;
    readonly capture: CaptureOptions;
    readonly scale: EncoderScale;
    readonly settings: AuditSettings;
    readonly gallery: Gallery;
  }

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
