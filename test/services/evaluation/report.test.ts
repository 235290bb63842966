import { describe, expect, test } from 'vitest';
import { operatingPointsCsv, comparisonsCsv } from '../../../app/services/evaluation/report/csv.ts';
import { reportHtml } from '../../../app/services/evaluation/report/html.ts';
import { reportJson } from '../../../app/services/evaluation/report/json.ts';
import type { Evaluation } from '../../../app/services/evaluation/evaluation.ts';
import { createFakeEngine } from '../fake-engine.ts';
import { temporaryFolder } from '../support.ts';
import { evaluated, faces, prints, write } from './support.ts';

const WITH_ALL = {
  set: 'doors <b>&"north"',
  samples: 2,
  assertions: ['eer <= 1', 'fta > 0.5'],
};

const everything = async (lanes: number): Promise<Evaluation> =>
  evaluated({
    files: { ...faces(9, 4, 14), 'p1/p1_2.png': 'problem too-blurred' },
    engine: createFakeEngine({ lanes }),
    request: {
      ...WITH_ALL,
      folder: write(temporaryFolder(), {
        ...faces(9, 4, 14),
        'p1/p1_2.png': 'problem too-blurred',
        'p2/<script>alert(1)<script>.png': 'face 2 3 x',
      }),
      fusedWith: {
        folder: write(temporaryFolder(), prints(9, 3)),
        protocol: { kind: 'all-pairs', rule: { kind: 'pattern', pattern: '{finger}_{number}' } },
        capture: { modality: 'fingerprint' },
      },
    },
  });

describe('reports of an evaluation', () => {
  test('are the same bytes for the same captures, wherever they lie and with however many lanes', async () => {
    const [one, other] = [await everything(1), await everything(4)];
    expect(reportJson(other)).toBe(reportJson(one));
    expect(await reportHtml(other, undefined)).toBe(await reportHtml(one, undefined));
    expect(operatingPointsCsv(other)).toBe(operatingPointsCsv(one));
    expect(comparisonsCsv(other, 0, 1e6)).toEqual(comparisonsCsv(one, 0, 1e6));
  });

  test('in HTML need no script and nothing from anywhere, and names can’t change them', async () => {
    const html = await reportHtml(await everything(1), undefined);
    expect(html).not.toMatch(
      /<script|<iframe|<object|<embed|<form|<link|<base|@import|javascript:/i,
    );
    expect(html).not.toMatch(/\son[a-z]+\s*=/i);
    expect(html.match(/(?:https?:)?\/\/[a-z]/gi) ?? []).toEqual([]);
    expect(html.match(/\b(?:src|href|url)\s*[=(]/gi) ?? []).toEqual([]);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('doors &lt;b&gt;&amp;&quot;north&quot;');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;script&gt;.png');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('@media print');
  });

  test('in HTML show what was asked for: drawings, failures, assertions, samples, fusion', async () => {
    const html = await reportHtml(await everything(1), undefined);
    for (const heading of [
      'From the margin to the threshold',
      'Error rates of comparisons',
      'Error rates of searches',
      'Templates of several samples',
      'Two parts fused',
      'The worst comparisons',
      'Failures to acquire and to enrol',
      'Doubts about the data',
      'How it was measured',
    ]) {
      expect(html).toContain(`<h2>${heading}</h2>`);
    }
    expect(html.match(/<svg /g)?.length).toBe(7);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(html).toContain('too-blurred');
    expect(html).toMatch(/class="fails">does not hold<\/td><td>fta &gt; 0.5/);
  });

  test('in HTML have captures only where they were asked for', async () => {
    const evaluation = await everything(1);
    expect(await reportHtml(evaluation, undefined)).not.toContain('<img');
    const html = await reportHtml(evaluation, createFakeEngine());
    const images = html.match(/<img [^>]*src="([^"]{5})/g) ?? [];
    expect(images.length).toBeGreaterThan(10);
    for (const image of images) expect(image).toMatch(/src="data:$/);
  });

  test('in JSON hold every number, and nothing of the machine or the time', async () => {
    const evaluation = await everything(1);
    const report = JSON.parse(reportJson(evaluation)) as Record<string, unknown>;
    expect(report).toMatchObject({
      format: 'twinmark-evaluation-1',
      set: WITH_ALL.set,
      comparisons: { mated: evaluation.facts.mated, nonMated: evaluation.facts.nonMated },
      equalErrorRate: evaluation.facts.equalErrorRate,
      targets: expect.arrayContaining([]),
      data: { sha256: evaluation.facts.dataSha256 },
    });
    const text = JSON.stringify(report);
    expect(text).not.toContain(evaluation.request.folder);
    expect(text).not.toMatch(/"(seconds|provider|lanes|cached)"/);
  });

  test('the hash of the data changes with a label and with a capture, not with a name', async () => {
    const hashOf = async (files: Parameters<typeof faces> | undefined, change = {}) => {
      const { facts } = await evaluated({ files: { ...faces(...(files ?? [5, 3])), ...change } });
      return facts.dataSha256;
    };
    const first = await hashOf([5, 3]);
    expect(await hashOf([5, 3])).toBe(first);
    expect(await hashOf([5, 3], { 'p0/p0_1.png': 'face 0 1 else' })).not.toBe(first);
    expect(await hashOf([5, 3, 12, 2])).not.toBe(first);
  });

  test('tables for other programs begin with their heading, once', async () => {
    const evaluation = await evaluated({ files: faces(6, 3) });
    const [head, first] = operatingPointsCsv(evaluation).split('\n');
    expect(head).toMatch(/^target_fmr,support,missing_comparisons,threshold/);
    expect(first).toMatch(/^0\.1,/);
    expect(comparisonsCsv(evaluation, 5, 3).text).not.toContain('probe');
  });
});
