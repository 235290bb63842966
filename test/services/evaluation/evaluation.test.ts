import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { compareFeatures } from '../../../app/core/features.ts';
import { thresholdFacts } from '../../../app/services/evaluation/facts.ts';
import { comparisonsCsv } from '../../../app/services/evaluation/report/csv.ts';
import type { Evaluation } from '../../../app/services/evaluation/evaluation.ts';
import { createFakeEngine, anchorsAt, embeddingAt, PRINT_SCALE, SCALE } from '../fake-engine.ts';
import { failureOf, jobContext, temporaryFolder } from '../support.ts';
import { evaluated, faces, prints, write, FOLDERS, type Files } from './support.ts';

interface Row {
  readonly probe: string;
  readonly reference: string;
  readonly mated: string;
  readonly distance: string;
  readonly reason: string;
}

const rowsOf = (evaluation: Evaluation): Row[] =>
  parse(comparisonsCsv(evaluation, 0, 1e6).text, { columns: true });

/** Every threshold tried, one by one: slow, and in other words than the product's. */
function oracle(rows: readonly Row[]) {
  const compared = rows.filter(({ distance }) => distance !== '');
  const mated = compared.filter((row) => row.mated === '1').map((row) => Number(row.distance));
  const nonMated = compared.filter((row) => row.mated === '0').map((row) => Number(row.distance));
  const fmr = (t: number) => nonMated.filter((d) => d <= t).length / nonMated.length;
  const fnmr = (t: number) => mated.filter((d) => d > t).length / mated.length;
  const thresholds = [...new Set([0, ...mated, ...nonMated])].sort((a, b) => a - b);
  const lowest = (target: number) =>
    Math.min(...thresholds.filter((t) => fmr(t) <= target).map(fnmr));
  const gaps = thresholds.map((t) => Math.abs(fmr(t) - fnmr(t)));
  const best = thresholds[gaps.indexOf(Math.min(...gaps))];
  return { mated, nonMated, fmr, fnmr, lowest, eer: (fmr(best) + fnmr(best)) / 2 };
}

describe('all pairs of faces', () => {
  test('have the rates of a naive count over all comparisons', async () => {
    const evaluation = await evaluated({ files: faces(14, 4, 16) });
    const { facts } = evaluation;
    const naive = oracle(rowsOf(evaluation));
    expect(facts).toMatchObject({ captures: 56, labels: 14, failuresToAcquire: 0 });
    expect([facts.mated, facts.nonMated]).toEqual([14 * 6, (56 * 55) / 2 - 14 * 6]);
    expect([naive.mated.length, naive.nonMated.length]).toEqual([facts.mated, facts.nonMated]);
    expect(facts.equalErrorRate.rate).toBe(naive.eer);
    expect(facts.equalErrorRate.rate).toBeGreaterThan(0.01);
    expect(facts.lowestRates.map(({ falseMatchRate }) => falseMatchRate)).toEqual([1e-2, 1e-3, 0]);
    for (const { falseMatchRate, falseNonMatchRate } of facts.lowestRates) {
      expect(falseNonMatchRate).toBe(naive.lowest(falseMatchRate));
    }
    for (const { falseMatchRate: target, point } of facts.targets) {
      if (!point) throw new Error('Expected a point for every target.');
      expect(point.falseMatches / point.comparisons).toBe(naive.fmr(point.threshold));
      expect(naive.fmr(point.threshold)).toBeLessThanOrEqual(target);
      expect(point.falseNonMatchRate).toBe(naive.fnmr(point.threshold));
    }
    const at = thresholdFacts(
      evaluation.populations,
      evaluation.analysis.evidence,
      facts.margin.untunedThreshold,
    );
    expect(at.falseMatchRate).toBe(facts.margin.atUntuned.falseMatchRate);
    expect(at.falseMatchRate).toBe(naive.fmr(facts.margin.untunedThreshold));
  });

  test('have the very distances that decisions are taken by', async () => {
    const files = faces(3, 2);
    const evaluation = await evaluated({ files });
    const features = (name: string) => {
      const [, plane, degrees] = files[name].split(' ').map(Number);
      return embeddingAt(plane, degrees);
    };
    for (const { probe, reference, distance } of rowsOf(evaluation)) {
      expect(Number(distance)).toBe(compareFeatures(SCALE, features(probe), features(reference)));
    }
  });

  test('drawn populations and curve add up to all comparisons', async () => {
    const { facts } = await evaluated({ files: faces(8, 3) });
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(sum(facts.populations.mated)).toBe(facts.mated);
    expect(sum(facts.populations.nonMated)).toBe(facts.nonMated);
    expect(facts.curve.falseMatchRates.at(-1)).toBe(1);
    expect(facts.curve.falseNonMatchRates.at(-1)).toBe(0);
  });
});

describe('prints by the protocol of FVC', () => {
  const request = {
    capture: { modality: 'fingerprint', dpi: 500 },
    protocol: { kind: 'fvc', rule: { kind: 'pattern', pattern: '{finger}_{impression}' } },
  } as const;

  test('mated are all pairs of a finger, non-mated the first impressions', async () => {
    const evaluation = await evaluated({ files: prints(5, 4), request });
    expect(evaluation.facts).toMatchObject({ mated: 5 * 6, nonMated: 10, labels: 5 });
    const nonMated = rowsOf(evaluation).filter(({ mated }) => mated === '0');
    for (const { probe, reference } of nonMated) {
      expect([probe, reference].every((name) => name.endsWith('_1.png'))).toBe(true);
    }
  });

  test('have the distances that decisions are taken by, over several threads', async () => {
    const files = prints(12, 6);
    const evaluation = await evaluated({
      files,
      request: { ...request, protocol: { ...request.protocol, kind: 'all-pairs' } },
    });
    const rows = rowsOf(evaluation);
    expect(rows).toHaveLength((72 * 71) / 2);
    const features = (name: string) => {
      const [, pattern, degrees] = files[name].split(' ').map(Number);
      return anchorsAt(pattern, degrees);
    };
    for (let i = 0; i < rows.length; i += 97) {
      const { probe, reference, distance } = rows[i];
      const asked = compareFeatures(PRINT_SCALE, features(probe), features(reference));
      expect(Number(distance), `${probe} ${reference}`).toBe(asked);
    }
  });
});

describe('failures to acquire', () => {
  const files: Files = {
    ...faces(6, 3),
    'p0/p0_2.png': 'problem too-blurred',
    'p3/p3_1.png': 'problem no-face',
    'p6/p6_1.png': 'problem no-face',
  };

  test('are counted, told with their reasons, and never dropped', async () => {
    const evaluation = await evaluated({ files, request: { assertions: ['fta <= 0', 'fte > 0'] } });
    const { facts, failures, assertions } = evaluation;
    expect(facts).toMatchObject({ captures: 19, failuresToAcquire: 3 });
    expect(failures.captures.map(({ path: name }) => name)).toEqual([
      'p0/p0_2.png',
      'p3/p3_1.png',
      'p6/p6_1.png',
    ]);
    expect(failures.labels).toEqual(['p6']);
    const rows = rowsOf(evaluation);
    expect(rows).toHaveLength((19 * 18) / 2);
    const failed = rows.filter(({ distance }) => distance === '');
    for (const { reason } of failed)
      expect(reason).toMatch(/^(probe|reference): (too-blurred|no-face)/);
    const count = (truth: string) => failed.filter(({ mated }) => mated === truth).length;
    expect(facts.failedComparisons).toEqual({ mated: count('1'), nonMated: count('0') });
    expect(facts.failedComparisons.mated).toBe(4);
    expect(assertions.map(({ value, holds }) => [value, holds])).toEqual([
      [3 / 19, false],
      [1 / 7, true],
    ]);
  });

  test('rows come in pages that make the same table', async () => {
    const evaluation = await evaluated({ files });
    const whole = comparisonsCsv(evaluation, 0, 1_000);
    let text = '';
    for (let offset = 0; offset < whole.total; offset += 7) {
      const page = comparisonsCsv(evaluation, offset, 7);
      expect(page.rows).toBe(Math.min(7, whole.total - offset));
      text += page.text;
    }
    expect(text).toBe(whole.text);
  });

  test('a set of which nothing can be compared is refused', async () => {
    const blurred = Object.fromEntries(
      Object.keys(faces(3, 2)).map((name) => [name, 'problem too-blurred']),
    );
    const failure = await failureOf(() => evaluated({ files: blurred }));
    expect(failure.code).toBe('bad-input');
    expect(failure.message).toContain('0 mated and 0 non-mated');
  });
});

describe('a list of pairs', () => {
  const listed = (pairs: readonly [string, string, boolean][]) =>
    ({
      kind: 'pairs',
      pairs: pairs.map(([probe, reference, mated]) => ({ probe, reference, mated })),
    }) as const;
  const files = faces(4, 3);

  test('is compared as it is, in its order, repeated pairs as often as they are listed', async () => {
    const pairs: [string, string, boolean][] = [
      ['p0/p0_2.png', 'p0/p0_1.png', true],
      ['p1/p1_1.png', 'p0/p0_1.png', false],
      ['p0/p0_2.png', 'p0/p0_1.png', true],
    ];
    const evaluation = await evaluated({ files, request: { protocol: listed(pairs) } });
    expect(evaluation.facts).toMatchObject({ mated: 2, nonMated: 1, captures: 3, labels: 2 });
    expect(
      rowsOf(evaluation).map(({ probe, reference, mated }) => [probe, reference, mated === '1']),
    ).toEqual(pairs);
  });

  test('that contradicts itself is taken at its word, and doubted', async () => {
    const evaluation = await evaluated({
      files,
      request: {
        protocol: listed([
          ['p0/p0_1.png', 'p0/p0_2.png', true],
          ['p0/p0_2.png', 'p0/p0_3.png', true],
          ['p0/p0_1.png', 'p0/p0_3.png', false],
          ['p0/p0_1.png', 'p1/p1_1.png', false],
        ]),
      },
    });
    expect(evaluation.facts).toMatchObject({ mated: 2, nonMated: 2 });
    expect(evaluation.facts.findings.map(({ kind }) => kind)).toContain('contradictory-pairs');
    expect(evaluation.facts.equalErrorRate.interval).toBeUndefined();
  });

  test('with a path that leads outside is refused before anything is read', async () => {
    const engine = createFakeEngine();
    const failure = await failureOf(() =>
      evaluated({
        files,
        engine,
        request: { protocol: listed([['../x.png', 'p0/p0_1.png', true]]) },
      }),
    );
    expect(failure.code).toBe('bad-input');
    expect(engine.analysed).toEqual([]);
  });
});

describe('doubts about the data', () => {
  test('two captures whose labels were swapped are found, with no other doubt', async () => {
    const files = { ...faces(30, 5, 6) };
    const [one, other] = ['p1/p1_3.png', 'p6/p6_4.png'];
    [files[one], files[other]] = [files[other], files[one]] as [string, string];
    const { facts } = await evaluated({ files });
    expect(facts.findings.map(({ kind }) => kind)).toEqual(['cross-labelled']);
    expect([...facts.findings[0].paths].sort()).toEqual([one, other]);
    expect(facts.findings[0].text).toContain('p1/p1_3.png');
  });

  test('one image under two labels is certain', async () => {
    const files = { ...faces(5, 3), 'p9/p9_1.png': faces(5, 3)['p2/p2_1.png'] };
    const { facts } = await evaluated({ files });
    expect(facts.findings[0]).toMatchObject({
      kind: 'same-image-two-labels',
      paths: ['p2/p2_1.png', 'p9/p9_1.png'],
    });
  });

  test('files without a label are told, and take no part', async () => {
    const { facts } = await evaluated({ files: { ...faces(5, 3), 'readme.txt': 'nothing' } });
    expect(facts.captures).toBe(15);
    expect(facts.findings).toContainEqual(
      expect.objectContaining({ kind: 'unlabelled', paths: ['readme.txt'] }),
    );
  });
});

describe('parts, samples and fusions', () => {
  test('slices hold the comparisons of their values, and all of them together', async () => {
    const names = Object.keys(faces(6, 4));
    const sensor = (name: string) => (Number(/_(\d)/.exec(name)?.[1]) > 2 ? 'b' : 'a');
    const manifest = [
      'path,person,sensor',
      ...names.map((name) => `${name},${name.split('/')[0]},${sensor(name)}`),
    ].join('\n');
    const evaluation = await evaluated({
      files: faces(6, 4),
      request: {
        protocol: { kind: 'all-pairs', rule: { kind: 'manifest' }, manifest },
        slices: ['sensor'],
      },
    });
    const rows = rowsOf(evaluation);
    const { slices } = evaluation.analysis;
    expect(slices.map(({ values }) => values)).toEqual([
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
    ]);
    for (const { values, summary } of slices) {
      const own = rows.filter(
        ({ probe, reference }) =>
          [probe, reference].map(sensor).sort().join() === [...values].sort().join(),
      );
      expect(summary.mated).toBe(own.filter(({ mated }) => mated === '1').length);
      expect(summary.nonMated).toBe(own.filter(({ mated }) => mated === '0').length);
    }
  });

  test('several samples are no worse than one, and the closest is the smallest distance', async () => {
    const evaluation = await evaluated({ files: faces(12, 5, 24), request: { samples: 3 } });
    const rates = new Map(evaluation.analysis.samples?.map((one) => [one.rule, one]));
    expect([...rates.keys()]).toEqual(['first-alone', 'min', 'mean', 'mean-embedding']);
    expect(rates.get('min')).toMatchObject({
      enrolled: 3,
      templates: 12,
      mated: 24,
      nonMated: 24 * 11,
    });
    const eer = (rule: 'first-alone' | 'mean-embedding') => rates.get(rule)?.equalErrorRate ?? 1;
    expect(eer('mean-embedding')).toBeLessThan(eer('first-alone'));
  });

  test('a face and a finger fused are better than either', async () => {
    const folder = write(temporaryFolder(), prints(16, 4));
    const evaluation = await evaluated({
      files: faces(16, 4, 26),
      request: {
        fusedWith: {
          folder,
          protocol: { kind: 'all-pairs', rule: { kind: 'pattern', pattern: '{finger}_{number}' } },
          capture: { modality: 'fingerprint' },
        },
      },
    });
    const { fusion } = evaluation;
    expect(fusion).toMatchObject({ subjects: 16, captures: 64, failuresToAcquire: 0 });
    expect(fusion?.parts).toHaveLength(2);
    // Of the eight subjects that nothing was fitted on.
    expect(fusion?.parts[0]).toMatchObject({ mated: 8 * 6, nonMated: (32 * 31) / 2 - 8 * 6 });
    const best = Math.min(...(fusion?.parts ?? []).map(({ equalErrorRate }) => equalErrorRate));
    const ratio = fusion?.fused.find(({ rule }) => rule === 'likelihood-ratio');
    expect(ratio?.equalErrorRate).toBeLessThanOrEqual(best);
  });

  test.each([
    ['a slice that is no field', { slices: ['sensor'] }, 'sensor'],
    [
      'samples of a protocol without all pairs',
      { samples: 2, protocol: { ...FOLDERS, kind: 'fvc' } },
      'all pairs',
    ],
    [
      '1:N searches of such',
      { assertions: ['rank1 > 0'], protocol: { ...FOLDERS, kind: 'fvc' } },
      'rank1',
    ],
  ] as const)('%s is refused before anything is analysed', async (_, request, told) => {
    const engine = createFakeEngine();
    const failure = await failureOf(() => evaluated({ files: faces(4, 3), request, engine }));
    expect(failure.code).toBe('bad-input');
    expect(failure.message).toContain(told);
    expect(engine.analysed).toEqual([]);
  });
});

describe('a job', () => {
  test('tells its progress in phases', async () => {
    const context = jobContext();
    await evaluated({ files: faces(5, 3), context });
    const phases = new Set(context.told.map(([phase]) => phase));
    expect([...phases]).toEqual([
      'finding captures',
      'reading',
      'embedding',
      'comparing',
      'analysing',
    ]);
    expect(context.told.filter(([phase]) => phase === 'embedding').at(-1)).toEqual([
      'embedding',
      15,
      15,
    ]);
  });

  test.each(['embedding', 'comparing', 'analysing'])('is cancelled while %s', async (phase) => {
    const context = jobContext();
    context.progress = (now, done) => {
      if (now === phase && (phase !== 'embedding' || done === 3)) context.cancel();
    };
    const failure = await failureOf(() =>
      evaluated({
        files: prints(12, 8),
        request: {
          capture: { modality: 'fingerprint' },
          protocol: { kind: 'all-pairs', rule: { kind: 'pattern', pattern: '{finger}_{number}' } },
        },
        context,
      }),
    );
    expect(failure.code).toBe('cancelled');
  });

  test('a folder that does not exist is refused', async () => {
    const folder = path.join(temporaryFolder(), 'none');
    const failure = await failureOf(() => evaluated({ files: {}, request: { folder } }));
    expect(failure.code).toBe('bad-input');
  });
});
