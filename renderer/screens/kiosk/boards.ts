/** What can be typed by touch. Codes that hold more need a keyboard or a badge reader. */
export type Board = 'digits' | 'upper' | 'lower';

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** Row by row, as on a telephone; letters in two columns more than a hand needs to search. */
export const BOARDS: Readonly<Record<Board, readonly string[]>> = {
  digits: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '0', '.'],
  upper: [...LETTERS, '-', '_'],
  lower: [...LETTERS.map((letter) => letter.toLowerCase()), '-', '_'],
};

/** A PIN's: the places beside the 0 are for erasing and entering. */
export const PIN_DIGITS: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
