/** Where the line stands at first: the usual rate of a verification, or what the data can show. Pure. */
import type { EvaluationFacts } from '../../../app/contract/evaluation.ts';
import { DECISION } from '../../../app/core/parameters.ts';

export function firstThreshold({
  targets,
  equalErrorRate,
}: Pick<EvaluationFacts, 'targets' | 'equalErrorRate'>): number {
  const shown = targets.filter(({ support, point }) => support !== 'unsupported' && point);
  const usual = shown.find(({ falseMatchRate }) => falseMatchRate <= DECISION.verificationFmr);
  return (usual ?? shown.at(-1))?.point?.threshold ?? equalErrorRate.threshold;
}
