/** Answers for the dialogs of folders and new files, in the order in which they are given. */
import type { Dialogs } from '../../../app/hosts/chromium/shell.ts';

export interface DialogAnswers {
  /** Of the next dialog; undefined cancels it. */
  next(place: string | undefined): Promise<void> | void;
}

export function createAnsweredDialogs(): Dialogs & DialogAnswers {
  const answers: (string | undefined)[] = [];
  const take = (what: string) => {
    if (answers.length > 0) return Promise.resolve(answers.shift());
    return Promise.reject(new Error(`Expected the test to answer the dialog "${what}" first.`));
  };
  return {
    next: (place) => void answers.push(place),
    chooseFolder: (purpose) => take(purpose),
    chooseNewFile: (suggestedName) => take(suggestedName),
  };
}
