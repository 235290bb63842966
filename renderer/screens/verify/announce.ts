/** What a screen reader says of a decision: the outcome first, then why and what to do. */
import { lookOf } from '../../parts/outcome-looks.ts';
import { words } from '../../words/words.ts';
import {
  failureText,
  fusedWords,
  identificationWords,
  verificationWords,
  type DecisionWords,
} from './decision-words.ts';
import type { Result } from './verify-flow.svelte.ts';

export function announce(result: Result | undefined, waiting: boolean): string {
  if (waiting) return words().verify.deciding;
  if (!result) return '';
  if (result.kind === 'failed') return failureText(result);
  const { title, why, advice } = saidOf(result);
  return [`${lookOf(result.report.outcome).word}. ${title}.`, ...why, ...advice].join(' ');
}

function saidOf(result: Exclude<Result, { readonly kind: 'failed' }>): DecisionWords {
  if (result.kind === 'verification') return verificationWords(result.report);
  if (result.kind === 'identification') return identificationWords(result.report);
  return fusedWords(result.report);
}
