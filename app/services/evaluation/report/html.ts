/**
 * The report of an evaluation for people: one HTML document that needs nothing else, without a
 * script, fit to be printed. It holds nothing that differs from run to run.
 */
import type { Engine } from '../../../engine/client.ts';
import { escapeHtml, htmlDocument } from '../../html-document.ts';
import type { Evaluation } from '../evaluation.ts';
import { dataSection } from './html-data.ts';
import { fusionSections } from './html-fusion.ts';
import { marginSection } from './html-margin.ts';
import { methodSection } from './html-method.ts';
import { pairsSection } from './html-pairs.ts';
import { identificationSection, ratesSection } from './html-rates.ts';
import { slicesSection } from './html-slices.ts';
import { summarySection } from './html-summary.ts';
import { STYLE } from './style.ts';

/** @param engine makes thumbnails of captures; undefined where there are to be none */
export async function reportHtml(
  evaluation: Evaluation,
  engine: Engine | undefined,
): Promise<string> {
  const { facts, scale } = evaluation;
  const sections = [
    `<header><h1>Evaluation of ${escapeHtml(facts.set)}</h1>` +
      `<p>${facts.modality === 'face' ? 'Faces' : 'Fingerprints'}, ${escapeHtml(scale.modelId)}; ${escapeHtml(facts.protocol)}</p></header>`,
    summarySection(evaluation),
    marginSection(evaluation),
    ratesSection(evaluation),
    identificationSection(evaluation),
    slicesSection(evaluation),
    fusionSections(evaluation),
    await pairsSection(evaluation, engine),
    dataSection(evaluation),
    methodSection(evaluation),
  ];
  const body = sections.filter((section) => section !== '').join('\n');
  return htmlDocument(`Evaluation of ${facts.set}`, body, STYLE);
}
