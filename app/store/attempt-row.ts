import type { Attempt, DecisionBasis } from '../core/attempt.ts';
import type { CalibrationOrigin, OperatingPoint } from '../core/decision.ts';
import { isDistance, isCount, isRate, isText } from './checks.ts';
import {
  type Is,
  areReasons,
  isFaceQuality,
  isFields,
  isFingerprintQuality,
  isOptional,
  readJson,
} from './json-columns.ts';
import { providerOf } from './template-row.ts';

type Always = 'id' | 'at' | 'kind' | 'modality' | 'outcome';
type Encoded = 'provider' | 'reasons' | 'basis';

/** As SQLite has it: NULL for what is absent, JSON for the reasons and the basis. */
export type AttemptRow = {
  readonly [Field in Exclude<keyof Attempt, Encoded>]-?:
    Required<Attempt>[Field] | (Field extends Always ? never : null);
} & { readonly provider: string | null; readonly reasons: string; readonly basis: string | null };

export const ATTEMPT_COLUMNS = `attempts.id, at, kind, attempts.modality, outcome,
  attempts.person_id AS personId, template_id AS templateId, distance, threshold,
  undecided_threshold AS undecidedThreshold, target_rate AS targetRate,
  reference_count AS "references", calibration_id AS calibrationId, use, attempts.finger,
  attempts.model_id AS modelId, attempts.provider, reasons, note, basis, part_of AS partOf`;

export function attemptOf(row: AttemptRow): Attempt {
  const { id, at, kind, modality, outcome, provider, reasons, basis, ...others } = row;
  const where = `attempt ${id}`;
  return {
    id,
    at,
    kind,
    modality,
    outcome,
    ...present(others),
    ...(provider !== null && { provider: providerOf(provider, where) }),
    reasons: readJson(reasons, areReasons, `reasons of ${where}`),
    ...(basis !== null && { basis: readJson(basis, isBasis, `basis of ${where}`) }),
  };
}

/** Without what is NULL: absent fields are absent. */
function present<Fields extends object>(
  fields: Fields,
): { [Field in keyof Fields]?: NonNullable<Fields[Field]> } {
  const there = Object.entries(fields).filter(([, value]) => value !== null);
  // The fields that are left, with their values.
  return Object.fromEntries(there) as { [Field in keyof Fields]?: NonNullable<Fields[Field]> };
}

export function isBasis(value: unknown): value is DecisionBasis {
  return (
    isFields(value) &&
    isDistance(value['margin']) &&
    isDistance(value['untunedThreshold']) &&
    isSource(value['calibration']) &&
    isRate(value['falseMatchRate']) &&
    (value['support'] === 'measured' || value['support'] === 'extrapolated') &&
    isOperatingPoint(value['point']) &&
    (isFaceQuality(value['quality']) || isFingerprintQuality(value['quality'])) &&
    isOptional(value['guard'], isGuard) &&
    isOptional(value['fusion'], isFusion)
  );
}

function isSource(value: unknown): value is DecisionBasis['calibration'] {
  return (
    isFields(value) &&
    isText(value['id']) &&
    isText(value['set']) &&
    isText(value['protocol']) &&
    isOrigin(value['origin'])
  );
}

export function isOrigin(value: unknown): value is CalibrationOrigin {
  return value === 'shipped' || value === 'site';
}

/** One check for each field: a field added to the points is a compile error here. */
const POINT_FIELDS: {
  readonly [Field in keyof Required<OperatingPoint>]: Is<OperatingPoint[Field]>;
} = {
  falseMatchRate: isRate,
  threshold: isDistance,
  comparisons: isCount,
  falseMatches: isCount,
  upperBound: isRate,
  boundBy: (value): value is OperatingPoint['boundBy'] =>
    value === undefined || value === 'person' || value === 'comparison',
  mated: isCount,
  falseNonMatchRate: isRate,
};

export function isOperatingPoint(value: unknown): value is OperatingPoint {
  return isFields(value) && Object.entries(POINT_FIELDS).every(([field, is]) => is(value[field]));
}

function isGuard(value: unknown): value is DecisionBasis['guard'] {
  return (
    isFields(value) &&
    (value['policy'] === 'stricter' || value['policy'] === 'second-modality') &&
    isDistance(value['nearestDistance']) &&
    isDistance(value['guardDistance'])
  );
}

function isFusion(value: unknown): value is DecisionBasis['fusion'] {
  return (
    isFields(value) &&
    value['method'] === 'likelihood-ratio' &&
    isRate(value['falseMatchRate']) &&
    isRate(value['targetRate']) &&
    isOptional(value['undecidedRate'], isRate) &&
    value['independence'] === 'assumed' &&
    Array.isArray(value['traits']) &&
    value['traits'].every(isText)
  );
}
