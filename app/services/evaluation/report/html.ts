import type { Engine } from '../../../engine/client.ts';
import type { Evaluation } from '../evaluation.ts';
import { htmlDocument } from '../../html-document.ts';

export function reportHtml(evaluation: Evaluation, _previews: Engine | undefined): Promise<string> {
  return Promise.resolve(htmlDocument(`Evaluation of ${evaluation.set}`, ''));
}
