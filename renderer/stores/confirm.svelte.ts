/** Asking before what can't be undone. One question at a time, shown by ConfirmDialog in the shell. */
export interface Question {
  readonly title: string;
  /** Says exactly what will be gone. */
  readonly text: string;
  /** What the button says: a verb and its object, `Erase Ana Lopez`. */
  readonly action: string;
  readonly danger: boolean;
  /** Where set, it has to be typed. */
  readonly name?: string;
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

export function ask(question: Omit<Question, 'name' | 'danger'> & { readonly danger?: boolean }) {
  return put({ danger: false, ...question });
}

/** For erasure and consent: the person's name must be typed. */
export function confirmByName(
  question: Omit<Question, 'danger' | 'name'> & { readonly name: string },
) {
  return put({ danger: true, ...question });
}

function put(question: Question): Promise<boolean> {
  open?.answer(false);
  return new Promise((resolve) => {
    open = {
      ...question,
      answer: (yes) => {
        open = undefined;
        resolve(yes);
      },
    };
  });
}
