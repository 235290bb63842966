/** Which thresholds decide here: those that come with the models, and those that a site measured. */
import type { HostEvent } from '../../contract/events.ts';
import type {
  EvaluationFacts,
  StoredCalibration,
  SupportedTarget,
} from '../../contract/evaluation.ts';
import type { Calibration, EncoderScale, OperatingPoint } from '../../core/decision.ts';
import { AppError } from '../../core/failure.ts';
import { MODALITIES, type Modality, type Sha256 } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { SiteCalibration, Store } from '../../store/index.ts';
import { activeScale } from './scales.ts';

export interface CalibrationsService {
  /** The shipped one of each modality first, then the site's own, newest first. */
  list(modality?: Modality): readonly StoredCalibration[];
  /** Becomes the active one of its modality. */
  save(input: {
    readonly facts: EvaluationFacts;
    readonly name: string;
    readonly ruleOfThree: boolean;
  }): StoredCalibration;
  activate(id: string): StoredCalibration;
  remove(id: string): void;
  /** Of sites whose active calibration says nothing of the models that are in use. */
  notices(): readonly string[];
}

export const INVALIDATED = 'calibration invalidated by a model change';

export function createCalibrations({
  engine,
  store,
  emit = () => undefined,
  now,
}: {
  readonly engine: Engine;
  readonly store: Store;
  readonly emit?: (event: HostEvent) => void;
  /** ISO 8601, UTC. */
  readonly now: () => string;
}): CalibrationsService {
  const scaleFor = (modality: Modality): EncoderScale | undefined => engine.facts.scales[modality];
  const changed = (): void => emit({ event: 'data.changed', what: 'calibrations' });

  const reportSite = (site: SiteCalibration): StoredCalibration => {
    const { id, name, modality, modelId, createdAt, dataSha256, calibration, facts } = site;
    const other = scaleFor(modality)?.modelId !== modelId;
    return {
      id,
      name,
      modality,
      modelId,
      createdAt,
      dataSha256,
      calibration,
      state: other ? 'other-model' : site.active ? 'active' : 'inactive',
      origin: 'site',
      ...(other && { notice: INVALIDATED }),
      ...(areFacts(facts) && { facts }),
    };
  };

  const reportShipped = (scale: EncoderScale): StoredCalibration => {
    const { modality, modelId, calibration } = scale;
    const decides = activeScale({ engine, store }, modality).calibration === calibration;
    return {
      id: calibration.id,
      name: calibration.id,
      modality,
      modelId,
      createdAt: `${calibration.measuredOn}T00:00:00.000Z`,
      calibration,
      state: decides ? 'active' : 'inactive',
      origin: 'shipped',
    };
  };

  const shipped = () => MODALITIES.map(scaleFor).filter((scale) => scale !== undefined);

  return {
    list: (modality) =>
      [...shipped().map(reportShipped), ...store.calibrations.list().map(reportSite)].filter(
        (one) => modality === undefined || one.modality === modality,
      ),

    save({ facts, name, ruleOfThree }) {
      const { modality, modelId, set, protocol, dataSha256 } = facts;
      refuseOtherModel(modelId, scaleFor(modality));
      const calibration: Calibration = {
        id: 'new', // The store gives it its own.
        set,
        protocol,
        measuredOn: now().slice(0, 10),
        origin: 'site',
        points: supportedPoints(facts.targets, ruleOfThree),
      };
      const saved = store.transaction(() => {
        const { id } = store.calibrations.add({
          name,
          modality,
          modelId,
          dataSha256: dataSha256 as Sha256, // The store checks that it is one.
          calibration,
          facts,
        });
        return store.calibrations.activate(id);
      });
      changed();
      return reportSite(saved);
    },

    activate(id) {
      const scale = shipped().find(({ calibration }) => calibration.id === id);
      if (scale) {
        store.calibrations.deactivate(scale.modality);
        changed();
        return reportShipped(scale);
      }
      const { modality, modelId } = store.calibrations.get(id);
      refuseOtherModel(modelId, scaleFor(modality));
      const activated = store.calibrations.activate(id);
      changed();
      return reportSite(activated);
    },

    remove(id) {
      if (shipped().some(({ calibration }) => calibration.id === id)) throw comesWithTheModel();
      store.calibrations.remove(id);
      changed();
    },

    notices: () => noticesOf({ engine, store }),
  };
}

export function noticesOf(parts: { readonly engine: Engine; readonly store: Store }): string[] {
  return MODALITIES.flatMap((modality) => {
    const scale = parts.engine.facts.scales[modality];
    const site = parts.store.calibrations.active(modality);
    if (!scale || !site || site.modelId === scale.modelId) return [];
    return [
      `${INVALIDATED}: the site's own, ${site.name}, was measured with another ${modality} model; ` +
        'the one that comes with the model decides. Calibrate again.',
    ];
  });
}

/** From the most tolerant to the strictest: what the data can show, and no more. */
export function supportedPoints(
  targets: readonly SupportedTarget[],
  ruleOfThree: boolean,
): readonly OperatingPoint[] {
  const enough = (support: SupportedTarget['support']) =>
    support === 'supported' || (ruleOfThree && support === 'rule-of-three');
  const points = targets
    .filter(({ support }) => enough(support))
    .flatMap(({ point }) => (point ? [operatingPointOf(point)] : []))
    .sort((one, other) => other.falseMatchRate - one.falseMatchRate);
  const loosest = points.at(0)?.falseMatchRate ?? 0;
  const strictest = points.at(-1)?.falseMatchRate ?? 0;
  if (points.length > 1 && loosest >= DECADE * strictest * (1 - 1e-9)) return points;
  const received = Math.max(0, ...targets.flatMap(({ point }) => point?.comparisons ?? []));
  throw new AppError(
    'bad-input',
    'Expected comparisons of different people that support a decade of false match rates for a ' +
      `calibration but received ${received}: with fewer, decisions at stricter rates would have no ` +
      'trend to follow. Add captures of more people.',
  );
}

/** Stricter limits continue the last decade of what was measured; see core/decision.ts. */
const DECADE = 10;

function operatingPointOf(point: OperatingPoint): OperatingPoint {
  const { falseMatchRate, threshold, comparisons, falseMatches, upperBound, boundBy } = point;
  const { mated, falseNonMatchRate } = point;
  const bound = { upperBound, ...(boundBy && { boundBy }) };
  const counts = { comparisons, falseMatches, ...bound, mated, falseNonMatchRate };
  return { falseMatchRate, threshold, ...counts };
}

function refuseOtherModel(modelId: string, scale: EncoderScale | undefined): void {
  if (scale?.modelId === modelId) return;
  throw new AppError(
    'conflict',
    'Expected a measurement with the model that is in use but received one with another model; ' +
      'measure again.',
  );
}

function comesWithTheModel(): AppError {
  return new AppError(
    'bad-input',
    "Expected a site's own calibration to be removed but received the one that comes with the " +
      'model; activate another one instead.',
  );
}

/** What an older version stored may have another shape: then only the thresholds are shown. */
function areFacts(value: unknown): value is EvaluationFacts {
  if (typeof value !== 'object' || value === null) return false;
  const needed = ['set', 'protocol', 'targets', 'populations', 'curve', 'margin', 'findings'];
  return needed.every((key) => Object.hasOwn(value, key));
}
