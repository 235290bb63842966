/** Batch audits: start, watch, look into, report. */
import { z } from 'zod';
import { command } from './command.ts';
import type { AuditOverview, AuditRow, AuditStarted, WhoIsWhoPreview } from './results.ts';
import {
  auditId,
  captureOfAny,
  claimRule,
  folderId,
  manifestText,
  modality,
  relativePath,
  targetRate,
} from './values.ts';
import { AUDIT_OUTCOMES } from '../core/audit.ts';

export const auditCommands = {
  'audit.preview': command(
    z.strictObject({
      folder: folderId,
      modality,
      rule: claimRule,
      manifest: manifestText.optional(),
    }),
  )<WhoIsWhoPreview>(),
  /** To pause, cancel the job; to go on, start again with the same input. */
  'audit.start': command(
    z.strictObject({
      folder: folderId,
      rule: claimRule,
      /** Text of the CSV manifest where the rule is a manifest. */
      manifest: manifestText.optional(),
      capture: captureOfAny('main'),
      targetRate: targetRate.optional(),
      identificationRate: targetRate.optional(),
      /** Begins anew where an interrupted audit could be resumed. */
      restart: z.boolean().default(false),
    }),
  )<AuditStarted>(),
  /** Goes on with an audit that was paused, with its own settings and folder. */
  'audit.resume': command(z.strictObject({ auditId }))<AuditStarted>(),
  /** Newest first. */
  'audit.list': command(z.strictObject({}))<readonly AuditOverview[]>(),
  'audit.show': command(z.strictObject({ auditId }))<AuditOverview>(),
  /** In plan order; those that are done, while it runs as well. */
  'audit.rows': command(
    z.strictObject({
      auditId,
      outcomes: z.array(z.enum(AUDIT_OUTCOMES)).optional(),
      /** Part of the path or of the claim. */
      search: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(1000).default(200),
      offset: z.number().int().min(0).default(0),
    }),
  )<{ readonly total: number; readonly rows: readonly AuditRow[] }>(),
  /** A file of the audited folder, read again to be looked at; refused once its bytes differ. */
  'audit.image': command(z.strictObject({ auditId, path: relativePath }))<{
    readonly bytes: Uint8Array;
    readonly type: 'image/jpeg' | 'image/png';
  }>(),
  'audit.report': command(
    z.strictObject({ auditId, format: z.enum(['csv', 'json', 'duplicates-csv', 'html']) }),
  )<{ readonly text: string }>(),
  'audit.remove': command(z.strictObject({ auditId }))<null>(),
} as const;
