/**
 * What a form's content leads to, asked anew with every change of it: a preview. Answers to what was
 * asked before say nothing of what the form says now.
 */
import { toClientFailure } from '../client.ts';
import { debounce } from './debounce.ts';

export interface FormAnswer<Value> {
  /** The last one that came, also while the next is looked for; undefined where there is none. */
  readonly value: Value | undefined;
  /** Why there is none; empty otherwise. */
  readonly problem: string;
  /** Until the answer is one to what the form says now. */
  readonly looking: boolean;
}

/** Milliseconds without a change before it is asked. */
const STILL_MS = 250;

/**
 * For a component while it is set up.
 *
 * @param question what the form asks now, a new object with every change; undefined while it is
 *   incomplete
 */
export function createFormAnswer<Question extends object, Value>(
  question: () => Question | undefined,
  ask: (question: Question) => Promise<Value>,
): FormAnswer<Value> {
  const now = $derived.by(question);
  let answered = $state.raw<{
    readonly to: Question;
    readonly value?: Value;
    readonly problem: string;
  }>();

  const look = debounce(async (asked: Question) => {
    const answer = await ask(asked).then(
      (value) => ({ to: asked, value, problem: '' }),
      (thrown: unknown) => ({ to: asked, problem: toClientFailure(thrown).message }),
    );
    if (asked === now) answered = answer;
  }, STILL_MS);

  $effect(() => {
    if (now) look(now);
  });

  return {
    get value() {
      return now && answered?.value;
    },
    get problem() {
      return (now && answered?.problem) ?? '';
    },
    get looking() {
      return now !== undefined && answered?.to !== now;
    },
  };
}
