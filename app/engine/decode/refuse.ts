import { DecodeProblem } from './problem.ts';

/** The check of one format's decoder: what does not hold is damage, told with the format's name. */
export function refuserOf(format: string): (condition: boolean, what: string) => asserts condition {
  return (condition, what) => {
    if (condition) return;
    throw new DecodeProblem({ problem: 'damaged-image', detail: `${format}: ${what}` });
  };
}
