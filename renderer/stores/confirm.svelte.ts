/** Asking before what can't be undone. One question at a time, shown by ConfirmDialog in the shell. */
export interface Question {
  readonly title: string;
  /** Says exactly what will be gone. */
  readonly text: string;
  /** What the button says: a verb and its object, `Erase Ana Lopez`. */
  readonly action: string;
  readonly danger: boolean;
}

interface OpenQuestion extends Question {
  readonly answer: (yes: boolean) => void;
}

let open = $state.raw<OpenQuestion>();

export const confirmation = {
  get open(): OpenQuestion | undefined {
    return open;
  },
};

export function ask(
  question: Omit<Question, 'danger'> & { readonly danger?: boolean },
): Promise<boolean> {
  open?.answer(false);
  return new Promise((resolve) => {
    open = {
      danger: false,
      ...question,
      answer: (yes) => {
        open = undefined;
        resolve(yes);
      },
    };
  });
}
