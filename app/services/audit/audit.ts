/**
 * A folder of captures against everybody enrolled. Every result is on disk before it counts, so
 * that an interrupted audit goes on where it was and ends in the same report.
 */
import path from 'node:path';
import type {
  AuditOverview,
  AuditRow,
  AuditStarted,
  WhoIsWhoPreview,
} from '../../contract/results.ts';
import type { Audit } from '../../core/audit.ts';
import { AppError } from '../../core/failure.ts';
import type { AuditId, Modality } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { AuditRowsQuery, Store } from '../../store/index.ts';
import { openGallery } from '../decisions/gallery.ts';
import type { Jobs } from '../jobs.ts';
import { DEFAULT_POLICIES, type Policies } from '../thresholds/policies.ts';
import { verificationLimit } from '../thresholds/limits.ts';
import { activeScale } from '../thresholds/scales.ts';
import { createClaims } from './claims.ts';
import { htmlReport } from './html-report.ts';
import { planFiles } from './plan.ts';
import { duplicatesCsv, outcomesOf, reportCsv, reportJson } from './report.ts';
import { rowOf } from './rows.ts';
import { createAuditRunner, type Run } from './run.ts';
import { captureOf, hashGallery, settingsOf, type AuditInput } from './settings.ts';
import { discardStaleAudits } from './stale.ts';
import { walkFolder } from './walk.ts';

export type { AuditInput };

export interface AuditPreviewInput extends Pick<AuditInput, 'folder' | 'rule' | 'manifest'> {
  readonly modality: Modality;
}

export type ReportFormat = 'csv' | 'json' | 'duplicates-csv' | 'html';

export interface AuditService {
  preview(input: AuditPreviewInput): Promise<WhoIsWhoPreview>;
  /** Plans, or finds what was interrupted, and starts the job. */
  start(input: AuditInput): Promise<AuditStarted>;
  /**
   * Goes on with the plan as it was made; for files that came since, start the audit again.
   *
   * @throws AppError `conflict` where it is finished or runs, or the gallery or model changed since
   */
  resume(auditId: AuditId): AuditStarted;
  /** Newest first. */
  list(): AuditOverview[];
  show(auditId: AuditId): AuditOverview;
  rows(
    auditId: AuditId,
    query: AuditRowsQuery,
  ): { readonly total: number; readonly rows: readonly AuditRow[] };
  report(auditId: AuditId, format: ReportFormat): string;
  /** @throws AppError `conflict` while it runs */
  remove(auditId: AuditId): void;
}

const PREVIEWED = 20;

export function createAuditService({
  engine,
  store,
  jobs,
  now,
  policies = DEFAULT_POLICIES,
  changed = () => undefined,
}: {
  readonly engine: Engine;
  readonly store: Store;
  readonly policies?: Policies;
  readonly jobs: Jobs;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** Told whenever an audit begins, ends or goes. */
  readonly changed?: () => void;
}): AuditService {
  const runner = createAuditRunner({ engine, store });
  /** Jobs of the audits that are under way in this program. */
  const running = new Map<AuditId, string>();

  const begin = (run: Run, files: number): AuditStarted => {
    const { done: resumed } = store.audits.progress(run.auditId);
    const jobId = jobs.start(async (context) => {
      try {
        return { kind: 'audit', value: await runner.run(run, context) };
      } finally {
        running.delete(run.auditId);
        changed();
      }
    });
    running.set(run.auditId, jobId);
    changed();
    return { jobId, auditId: run.auditId, files, resumed };
  };

  const refuseRunning = (auditId: AuditId) => {
    if (!running.has(auditId)) return;
    throw new AppError(
      'conflict',
      'Expected an audit at rest but received one that runs; wait for its end, or pause it.',
    );
  };

  const overviewOf = (audit: Audit): AuditOverview => {
    const { id: auditId, startedAt, root, settings } = audit;
    const jobId = running.get(auditId);
    const progress = store.audits.progress(auditId);
    return {
      auditId,
      startedAt,
      folderName: path.basename(root) || root,
      settings,
      state: audit.state === 'running' && jobId === undefined ? 'paused' : audit.state,
      ...(jobId !== undefined && { jobId }),
      files: progress.total,
      done: progress.done,
      outcomes: outcomesOf(settings.modality, progress),
    };
  };

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
      const scale = activeScale({ engine, store }, modality);
      const claims = createClaims(input.rule, input.manifest, modality);
      const files = planFiles(await walkFolder(input.folder, () => undefined), claims);
      const gallery = openGallery(store, engine, scale);
      const settings = settingsOf(input, files, gallery, { engine, store, policies });
      const found = store.audits.findResumable(input.folder, settings);
      if (found) refuseRunning(found.id);
      if (found && input.restart) store.audits.discard(found.id);
      const audit =
        found && !input.restart
          ? found
          : store.audits.create({ root: input.folder, settings, startedAt: now(), files });
      const { folder: root, capture } = input;
      return begin({ auditId: audit.id, root, capture, scale, settings, gallery }, files.length);
    },

    resume(auditId) {
      refuseRunning(auditId);
      const { root, settings, state } = store.audits.get(auditId);
      if (state === 'finished') {
        throw new AppError(
          'conflict',
          'Expected an audit that was paused but received a finished one; start a new one.',
        );
      }
      const scale = activeScale({ engine, store }, settings.modality);
      const gallery = openGallery(store, engine, scale);
      const { modelId, provider, gallerySha256 } = settings;
      const same =
        modelId === scale.modelId &&
        provider === engine.facts.provider &&
        gallerySha256 === hashGallery(gallery, store) &&
        settings.verificationThreshold ===
          verificationLimit(scale, 1, settings.targetRate).threshold;
      if (!same) {
        throw new AppError(
          'conflict',
          'Expected the people, model, calibration and provider that the audit began with but ' +
            'received others; ' +
            'results of both would be mixed: start it anew.',
        );
      }
      const capture = captureOf(settings);
      const { total } = store.audits.progress(auditId);
      return begin({ auditId, root, capture, scale, settings, gallery }, total);
    },

    list: () => store.audits.list().map(overviewOf),
    show: (auditId) => overviewOf(store.audits.get(auditId)),
    rows(auditId, query) {
      const { total, rows } = store.audits.rows(auditId, query);
      return { total, rows: rows.map(rowOf) };
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
        case 'html':
          return htmlReport(audit, store.audits.progress(auditId), rows, duplicates);
      }
    },

    remove(auditId) {
      refuseRunning(auditId);
      store.audits.discard(auditId);
      changed();
    },
  };
}
