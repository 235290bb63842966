/** The last evaluations of this run of the program: they are large, and live in memory alone. */
import { AppError } from '../../core/failure.ts';
import type { Evaluation } from './evaluation.ts';

export interface Evaluations {
  /** Returns its id. */
  add(evaluation: Evaluation): string;
  /** @throws AppError `not-found` */
  get(evaluationId: string): Evaluation;
}

const MOST = 3;

export function createEvaluations(): Evaluations {
  const kept = new Map<string, Evaluation>();
  let last = 0;
  return {
    add(evaluation) {
      last += 1;
      const id = `evaluation-${last}`;
      kept.set(id, evaluation);
      for (const old of [...kept.keys()].slice(0, -MOST)) kept.delete(old);
      return id;
    },
    get(evaluationId) {
      const evaluation = kept.get(evaluationId);
      if (evaluation) return evaluation;
      throw new AppError(
        'not-found',
        `Expected one of the last ${MOST} evaluations but received another; measure again.`,
      );
    },
  };
}
