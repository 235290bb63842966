import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../../../app/contract/events.ts';
import type { EvaluationFacts } from '../../../app/contract/evaluation.ts';
import { countAtOrBelow, sortDistances } from '../../../app/core/error-rates.ts';
import { supportedTargets } from '../../../app/core/evaluation/operating-points.ts';
import type { ModelId } from '../../../app/core/vocabulary.ts';
import {
  INVALIDATED,
  createCalibrations,
  supportedPoints,
} from '../../../app/services/thresholds/calibrations.ts';
import { verificationLimit } from '../../../app/services/thresholds/limits.ts';
import { activeScale } from '../../../app/services/thresholds/scales.ts';
import { createVerification } from '../../../app/services/decisions/verification.ts';
import { asDistance, asRate, gaussian, seededRandom, seeds } from '../../core/support.ts';
import { sha256 } from '../../store/fixtures.ts';
import { SCALE, createFakeEngine, face } from '../fake-engine.ts';
import { enrolAt, failureOf, temporaryStore } from '../support.ts';

/** Strangers at 1.2, give or take a tenth; the same people at a half. */
function populationsOf(random: () => number, nonMated: number) {
  const draw = (count: number, mean: number) =>
    sortDistances(Array.from({ length: count }, () => mean + 0.1 * gaussian(random)));
  return { mated: draw(200, 0.5), nonMated: draw(nonMated, 1.2) };
}

function factsOf(nonMated = 40_000, change: Partial<EvaluationFacts> = {}): EvaluationFacts {
  const populations = populationsOf(seededRandom(1), nonMated);
  return {
    set: 'gate 3',
    protocol: 'all pairs',
    modality: 'face',
    modelId: SCALE.modelId,
    dataSha256: sha256('gate 3'),
    captures: 300,
    labels: 100,
    failuresToAcquire: 0,
    failedComparisons: { mated: 0, nonMated: 0 },
    mated: 200,
    nonMated,
    equalErrorRate: { rate: asRate(0), threshold: asDistance(1) },
    margin: {
      margin: SCALE.margin,
      untunedThreshold: SCALE.untunedThreshold,
      objective: '',
      atUntuned: { falseMatchRate: asRate(0.5), falseNonMatchRate: asRate(0) },
      matedInside: asRate(1),
      nonMatedInside: asRate(1),
    },
    targets: supportedTargets(populations),
    populations: { end: asDistance(2), mated: [200], nonMated: [nonMated] },
    curve: { thresholds: [], falseMatchRates: [], falseNonMatchRates: [] },
    findings: [],
    ...change,
  } as EvaluationFacts; // What a screen draws besides is of no matter here.
}

function program(engine = createFakeEngine(), store = temporaryStore()) {
  const events: HostEvent[] = [];
  const service = createCalibrations({
    engine,
    store,
    emit: (event) => events.push(event),
    now: () => '2026-11-25T10:00:00.000Z',
  });
  const save = (facts = factsOf(), ruleOfThree = false) =>
    service.save({ facts, name: 'Gate 3', ruleOfThree });
  return { engine, store, service, save, events };
}

const otherModel = () => createFakeEngine({ scale: { ...SCALE, modelId: 'fake-2' as ModelId } });

describe('saving', () => {
  test('keeps the points that the data support, bound to model and data, and decides by them', () => {
    const { engine, store, save, service, events } = program();
    const saved = save();
    // 40,000 comparisons: thirty false matches down to 1e-3.
    expect(saved.calibration.points.map(({ falseMatchRate }) => falseMatchRate)).toEqual([
      0.1, 0.05, 0.02, 0.01, 5e-3, 2e-3, 1e-3,
    ]);
    expect(saved).toMatchObject({
      name: 'Gate 3',
      state: 'active',
      origin: 'site',
      modelId: SCALE.modelId,
      dataSha256: sha256('gate 3'),
      calibration: { set: 'gate 3', measuredOn: '2026-11-25', origin: 'site' },
      facts: { captures: 300 },
    });
    expect(activeScale({ engine, store }, 'face').calibration).toEqual(saved.calibration);
    expect(activeScale({ engine, store }, 'fingerprint').calibration.id).toBe('fake-calibration');
    expect(service.list('face').map(({ origin, state }) => [origin, state])).toEqual([
      ['shipped', 'inactive'],
      ['site', 'active'],
    ]);
    expect(events).toEqual([{ event: 'data.changed', what: 'calibrations' }]);
  });

  test('takes targets by the rule of three where that is asked for', () => {
    const rates = (ruleOfThree: boolean) =>
      program()
        .save(factsOf(), ruleOfThree)
        .calibration.points.map(({ falseMatchRate }) => falseMatchRate as number);
    expect(Math.min(...rates(false))).toBe(1e-3);
    expect(Math.min(...rates(true))).toBe(1e-4);
  });

  test('refuses too few comparisons, and a measurement with another model', async () => {
    const { save, store } = program();
    const few = await failureOf(() => save(factsOf(500)));
    expect(few).toMatchObject({ code: 'bad-input' });
    expect(few.message).toContain('received 500');
    const other = factsOf(40_000, { modelId: 'fake-2' as ModelId });
    expect((await failureOf(() => save(other))).code).toBe('conflict');
    expect(store.calibrations.list()).toEqual([]);
  });
});

test('a calibrated threshold never matches more of its own strangers than its target', () => {
  fc.assert(
    fc.property(
      seeds,
      fc.integer({ min: 3_000, max: 6_000 }),
      fc.boolean(),
      (seed, count, ties) => {
        const drawn = populationsOf(seededRandom(seed), count);
        const rounded = (values: Float64Array) =>
          sortDistances(ties ? values.map((value) => Math.round(value * 50) / 50) : values);
        const populations = { mated: rounded(drawn.mated), nonMated: rounded(drawn.nonMated) };
        for (const point of supportedPoints(supportedTargets(populations), true)) {
          const matches = countAtOrBelow(populations.nonMated, point.threshold);
          expect(matches).toBe(point.falseMatches);
          expect(matches / count).toBeLessThanOrEqual(point.falseMatchRate);
          expect(point.upperBound).toBeGreaterThan(matches / count);
        }
      },
    ),
    { numRuns: 40 },
  );
});

describe('a decision', () => {
  const capture = { modality: 'face', face: 'dominant' } as const;

  test('is taken by the active calibration, says so, and its limit stays truthful', async () => {
    const { engine, store, save } = program();
    enrolAt(store, 'ada', 0, [0]);
    const { calibration } = save();
    const { verify } = createVerification({ engine, store });
    const { decision } = await verify({ externalId: 'ada', probe: face(0, 10), capture });
    const point = calibration.points.find(({ falseMatchRate }) => falseMatchRate === 1e-3);
    expect(decision).toMatchObject({
      threshold: point?.threshold,
      calibration: { id: calibration.id, origin: 'site', set: 'gate 3' },
      limit: { support: 'measured' },
    });
    const scale = activeScale({ engine, store }, 'face');
    expect(verificationLimit(scale, 1, asRate(1e-6))).toMatchObject({ support: 'extrapolated' });
  });

  test('is never taken by one that was measured with another model, which is told', async () => {
    const { store, save } = program();
    const saved = save();
    const engine = otherModel();
    const { service } = program(engine, store);
    expect(activeScale({ engine, store }, 'face').calibration.id).toBe('fake-calibration');
    expect(service.list('face')).toMatchObject([
      { origin: 'shipped', state: 'active' },
      { id: saved.id, state: 'other-model', notice: INVALIDATED },
    ]);
    expect(service.notices()).toEqual([expect.stringContaining(INVALIDATED)]);
    expect((await failureOf(() => service.activate(saved.id))).code).toBe('conflict');
  });
});

describe('activating and removing', () => {
  test('the shipped one makes way for the site, and takes its place again', () => {
    const { engine, store, save, service } = program();
    const [one, other] = [save(), save()];
    const active = () => activeScale({ engine, store }, 'face').calibration.id;
    expect(active()).toBe(other.id);
    expect(service.activate(one.id).state).toBe('active');
    expect(active()).toBe(one.id);
    expect(service.activate('fake-calibration')).toMatchObject({
      state: 'active',
      origin: 'shipped',
    });
    expect(active()).toBe('fake-calibration');
    service.activate(one.id);
    service.remove(one.id);
    expect(active()).toBe('fake-calibration');
    expect(service.list('face').map(({ id }) => id)).toEqual(['fake-calibration', other.id]);
  });

  test('what comes with the model stays, and what is not there is told', async () => {
    const { service } = program();
    expect((await failureOf(() => service.remove('fake-calibration'))).code).toBe('bad-input');
    expect((await failureOf(() => service.remove('x'))).code).toBe('not-found');
    expect((await failureOf(() => service.activate('x'))).code).toBe('not-found');
  });
});
