/** What can be typed by touch. Codes that hold more need a keyboard or a badge reader. */
export type Board = 'digits' | 'upper' | 'lower';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.match(/./g) ?? [];

export const BOARDS: Readonly<Record<Board, readonly string[]>> = {
  digits: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '0', '.'],
  upper: [...LETTERS, '-', '_'],
  lower: [...LETTERS.map((letter) => letter.toLowerCase()), '-', '_'],
};
