/** The comparisons that went worst, side by side: as paths, or as captures where asked for. */
import type { Engine } from '../../../engine/client.ts';
import { escapeHtml, htmlTable } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import type { WorstPair } from '../worst-pairs.ts';
import { decisionPoint } from './html-summary.ts';
import { worstOf } from './json.ts';
import { distance } from './numbers.ts';

/** Pixels of the longer side. */
const THUMBNAIL = 160;
const LISTED = 12;
/** A capture with a wrong label would else be in every pair. */
const TIMES_EACH = 2;

export async function pairsSection(
  evaluation: Evaluation,
  engine: Engine | undefined,
): Promise<string> {
  const { worst } = evaluation.analysis;
  const threshold = decisionPoint(evaluation)?.threshold;
  const one = evaluation.facts.modality === 'face' ? 'one person' : 'one finger';
  return [
    '<h2>The worst comparisons</h2>',
    `<p class="note">Each capture at most twice; the worst 100 of either kind are in the JSON report.</p>`,
    '<h3>Non-mated, and closest: false matches</h3>',
    await pairs(worst.falseMatches, evaluation, engine, (value) =>
      threshold !== undefined && value <= threshold ? 'false match' : 'does not match',
    ),
    `<h3>Mated, and farthest: captures of ${one} that do not match</h3>`,
    await pairs(worst.falseNonMatches, evaluation, engine, (value) =>
      threshold !== undefined && value > threshold ? 'false non-match' : 'matches',
    ),
  ].join('\n');
}

async function pairs(
  all: readonly WorstPair[],
  evaluation: Evaluation,
  engine: Engine | undefined,
  verdict: (value: number) => string,
): Promise<string> {
  const shown = varied(all).map((pair) => worstOf(pair, evaluation));
  if (!engine) {
    const rows = shown.map((pair) => [
      distance(pair.distance),
      pair.probe,
      pair.reference,
      verdict(pair.distance),
    ]);
    return htmlTable(['Distance', 'Probe', 'Reference', ''], rows, [0]);
  }
  const items = shown.map(async (pair) => {
    const [probe, reference] = await Promise.all(
      [pair.probe, pair.reference].map((each) => thumbnail(each, evaluation, engine)),
    );
    return (
      `<li><div class="captures">${probe}${reference}</div>` +
      `<b>${distance(pair.distance)}</b>, ${verdict(pair.distance)}` +
      `<span>${escapeHtml(pair.probe)}</span><span>${escapeHtml(pair.reference)}</span></li>`
    );
  });
  return `<ul class="pairs">${(await Promise.all(items)).join('\n')}</ul>`;
}

function varied(all: readonly WorstPair[]): WorstPair[] {
  const shown = new Map<number, number>();
  const kept = all.filter(({ probe, reference }) => {
    const times = [probe, reference].map((row) => shown.get(row) ?? 0);
    if (Math.max(...times) >= TIMES_EACH) return false;
    [probe, reference].forEach((row, i) => shown.set(row, times[i] + 1));
    return true;
  });
  return kept.slice(0, LISTED);
}

async function thumbnail(path: string, { plan }: Evaluation, engine: Engine): Promise<string> {
  const file = plan.captures.find((capture) => capture.path === path)?.file ?? '';
  const preview = await engine.preview({ kind: 'file', path: file }, THUMBNAIL);
  if (preview.outcome !== 'shown') return '<div class="none">not to be shown</div>';
  const data = Buffer.from(preview.bytes).toString('base64');
  return `<img alt="${escapeHtml(path)}" src="data:${preview.type};base64,${data}">`;
}
