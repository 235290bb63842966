import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marginFacts } from '../../../app/core/evaluation/margin.ts';
import { joinedScale, objectiveScale } from '../../../app/core/evaluation/objective.ts';
import { asDistance } from '../support.ts';
import { falseMatches, falseNonMatches, populationsOf, somePopulations } from './support.ts';

const manifest = (modality: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../models/${modality}/manifest.json`, import.meta.url), 'utf8'),
  ) as { encoders: Record<string, { margin: number; untunedThreshold: number }> };

describe('the margin of an objective', () => {
  it('puts the untuned threshold of the contrastive loss at its half, as the fingerprints have it', () => {
    const scale = objectiveScale({ kind: 'contrastive', margin: 1.1 });
    expect(scale).toEqual({ margin: 1.1, untunedThreshold: 0.55 });
    expect(manifest('fingerprint').encoders.standard).toMatchObject(scale);
  });

  const arcFace = objectiveScale({ kind: 'angular-margin', marginRad: 0.5 });

  it('of an angular one is the chord of a right angle, as the standard faces have it', () => {
    const { margin, untunedThreshold } = manifest('face').encoders.standard;
    expect(arcFace.margin).toBeCloseTo(margin, 4);
    expect(arcFace.untunedThreshold).toBeCloseTo(untunedThreshold, 4);
  });

  it('of a pairwise hinge comes with it, and joined encoders add up by their weights', () => {
    const hinge = objectiveScale({ kind: 'pairwise-hinge', boundary: 0.6, margin: 0.04 }, 1.4);
    expect(hinge.untunedThreshold).toBeCloseTo(0.43, 2);
    expect(hinge.margin).toBeCloseTo(0.46, 2);
    const joined = joinedScale([arcFace, hinge], [1, 1.5]);
    const { margin, untunedThreshold } = manifest('face').encoders.accurate;
    expect(joined.margin).toBeCloseTo(margin, 2);
    expect(joined.untunedThreshold).toBeCloseTo(untunedThreshold, 2);
  });
});

describe('margin facts', () => {
  const scale = {
    objective: 'contrastive',
    margin: asDistance(1),
    untunedThreshold: asDistance(0.5),
  };

  it('part each population at the untuned threshold and at the margin', () => {
    fc.assert(
      fc.property(somePopulations, (populations) => {
        const facts = marginFacts(scale, populations);
        for (const name of ['mated', 'nonMated'] as const) {
          const all = [...populations[name]];
          const shares = facts[name];
          const count = (holds: (distance: number) => boolean) => all.filter(holds).length;
          expect(shares.withinUntuned.events).toBe(count((d) => d <= 0.5));
          expect(shares.betweenUntunedAndMargin.events).toBe(count((d) => d > 0.5 && d < 1));
          expect(shares.beyondMargin.events).toBe(count((d) => d >= 1));
          expect(shares.insideMargin.events).toBe(count((d) => d < 1));
          expect(shares.insideMargin.trials).toBe(all.length);
        }
        expect(facts.atUntuned.falseMatches).toBe(falseMatches(populations, 0.5));
        expect(facts.atUntuned.falseNonMatches).toBe(falseNonMatches(populations, 0.5));
      }),
    );
  });

  it('tell where the data put the threshold, beside where the margin puts it', () => {
    const [tuned] = marginFacts(scale, populationsOf([0.2], [0.9]), [asDistance(0.75)]).tuned;
    expect(tuned).toEqual({ threshold: 0.75, shift: 0.25, shareOfMargin: 0.75 });
  });
});
