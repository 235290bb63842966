/** Calibrations of a site: thresholds that it measured on captures of its own. */
import type { Calibration } from '../core/decision.ts';
import type { Modality, ModelId, Sha256 } from '../core/vocabulary.ts';
import { isOperatingPoint, isOrigin } from './attempt-row.ts';
import { canonicalJson } from './canonical-json.ts';
import { checkRequired, isModelId, isSha256, isText, notFound } from './checks.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { sealOf } from './features-blob.ts';
import { isFields, isOptional, readJson, writeJson } from './json-columns.ts';
import { unusable } from './unusable.ts';

export interface SiteCalibration {
  readonly id: string;
  readonly name: string;
  readonly modality: Modality;
  readonly modelId: ModelId;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The fingerprint of the captures that it was measured on. */
  readonly dataSha256: Sha256;
  readonly calibration: Calibration;
  /** What was measured, as its writer understands it; its reader checks the shape. */
  readonly facts: unknown;
  /** One of each modality, at most. */
  readonly active: boolean;
}

export type NewCalibration = Omit<SiteCalibration, 'id' | 'createdAt' | 'active'>;

export interface Calibrations {
  /** The calibration's own id becomes the one it is stored under; it is not active yet. */
  add(calibration: NewCalibration): SiteCalibration;
  get(id: string): SiteCalibration;
  /** Newest first. */
  list(): SiteCalibration[];
  active(modality: Modality): SiteCalibration | undefined;
  /** The one that was active before makes way. */
  activate(id: string): SiteCalibration;
  /** The shipped one takes its place. */
  deactivate(modality: Modality): void;
  remove(id: string): void;
}

interface CalibrationRow {
  readonly id: string;
  readonly name: string;
  readonly modality: Modality;
  readonly modelId: ModelId;
  readonly createdAt: string;
  readonly dataSha256: Sha256;
  readonly calibration: string;
  readonly facts: string;
  readonly seal: Buffer;
  readonly active: 0 | 1;
}

const SELECT = `SELECT id, name, modality, model_id AS modelId, created_at AS createdAt,
  data_sha256 AS dataSha256, calibration, facts, seal, active FROM calibrations`;

export function createCalibrations(database: WritableDatabase, effects: Effects): Calibrations {
  const find = (where: string, ...values: string[]): SiteCalibration[] =>
    database.all<CalibrationRow>(`${SELECT} ${where}`, ...values).map(calibrationOf);
  const get = (id: string): SiteCalibration => {
    const [found] = find('WHERE id = ?', id);
    if (found === undefined) throw notFound('calibration');
    return found;
  };
  const deactivate = (modality: Modality): void => {
    database.run('UPDATE calibrations SET active = 0 WHERE modality = ?', modality);
  };

  return {
    add(added) {
      checkNew(added);
      const { name, modality, modelId, dataSha256 } = added;
      const id = effects.newId();
      const createdAt = effects.now();
      const calibration = writeJson({ ...added.calibration, id }, isCalibration, 'calibration');
      const facts = canonicalJson(added.facts);
      const row = { id, name, modality, modelId, createdAt, dataSha256, calibration, facts };
      return database.transaction(() => {
        database.run(
          `INSERT INTO calibrations (id, name, modality, model_id, created_at, data_sha256,
             calibration, facts, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          name,
          modality,
          modelId,
          createdAt,
          dataSha256,
          calibration,
          facts,
          sealOfRow(row),
        );
        return get(id);
      });
    },
    get,
    list: () => find('ORDER BY created_at DESC, id DESC'),
    active: (modality) => find('WHERE modality = ? AND active = 1', modality)[0],
    activate(id) {
      return database.transaction(() => {
        deactivate(get(id).modality);
        database.run('UPDATE calibrations SET active = 1 WHERE id = ?', id);
        return get(id);
      });
    },
    deactivate,
    remove(id) {
      if (database.run('DELETE FROM calibrations WHERE id = ?', id) === 0) {
        throw notFound('calibration');
      }
    },
  };
}

/** Reads all of them; throws at the first one that has rotted. */
export function checkCalibrations(database: ReadableDatabase): void {
  for (const row of database.each<CalibrationRow>(SELECT)) calibrationOf(row);
}

function checkNew(added: NewCalibration): void {
  checkRequired(added.name, isNamed, 'the name of a calibration', 'readable text');
  checkRequired(added.modelId, isModelId, 'the model of a calibration', 'an id');
  checkRequired(
    added.dataSha256,
    isSha256,
    'the data of a calibration',
    '64 lower-case hex digits',
  );
}

function isNamed(value: unknown): boolean {
  return isText(value) && value.trim() !== '';
}

function calibrationOf(row: CalibrationRow): SiteCalibration {
  const { seal, active, ...facts } = row;
  if (!sealOfRow(facts).equals(seal)) {
    throw unusable(
      `the thresholds that were stored for calibration ${row.id}`,
      'numbers that have changed since',
      'remove the calibration and measure again, or restore the store from a backup',
    );
  }
  const where = `thresholds of calibration ${row.id}`;
  return {
    ...facts,
    calibration: readJson(row.calibration, isCalibration, where),
    facts: readJson(row.facts, (value): value is unknown => value !== undefined, where),
    active: active === 1,
  };
}

/** Over all that a decision or a certificate takes from it. */
function sealOfRow(row: Omit<CalibrationRow, 'seal' | 'active'>): Buffer {
  const { id, name, modality, modelId, createdAt, dataSha256, calibration, facts } = row;
  const words = ['calibration', id, name, modality, modelId, createdAt, dataSha256];
  return sealOf(Buffer.from(`${calibration}\n${facts}`), words);
}

function isCalibration(value: unknown): value is Calibration {
  return (
    isFields(value) &&
    isText(value['id']) &&
    isText(value['set']) &&
    isText(value['protocol']) &&
    isText(value['measuredOn']) &&
    isOptional(value['origin'], isOrigin) &&
    Array.isArray(value['points']) &&
    value['points'].length > 0 &&
    value['points'].every(isOperatingPoint)
  );
}
