import { AppError } from '../core/failure.ts';

const MAX_LENGTH = { externalId: 200, displayName: 200, notes: 10_000, fact: 200 } as const;

/** NFC, because macOS hands out folder names, which may be external ids, in NFD. */
export function checkExternalId(text: string): string {
  return checkLine(text, 'the external id', MAX_LENGTH.externalId);
}

export function checkDisplayName(text: string): string {
  return checkLine(text, 'the display name', MAX_LENGTH.displayName);
}

export function checkPurpose(text: string): string {
  return checkLine(text, 'the purpose', MAX_LENGTH.fact);
}

/** A line that may be empty. */
export function checkFact(text: string): string {
  return text === '' ? text : checkLine(text, 'a fact of the consent', MAX_LENGTH.fact);
}

export function checkNotes(text: string): string {
  if (!text.isWellFormed() || text.includes('\0')) throw malformed('the notes');
  if (text.length > MAX_LENGTH.notes) throw tooLong('the notes', MAX_LENGTH.notes, text.length);
  return text.normalize('NFC');
}

function checkLine(text: string, field: string, maxLength: number): string {
  // SQLite would store a lone surrogate as another character and cut functions at a NUL.
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) throw malformed(field);
  const line = text.normalize('NFC');
  if (line.trim() === '' || line.trim() !== line) {
    throw new AppError(
      'bad-input',
      `Expected text without spaces around it for ${field} but received ${
        line.trim() === '' ? 'nothing' : 'spaces at its ends'
      }; correct it.`,
    );
  }
  if (line.length > maxLength) throw tooLong(field, maxLength, line.length);
  return line;
}

function malformed(field: string): AppError {
  return new AppError(
    'bad-input',
    `Expected readable text for ${field} but received control characters; remove them.`,
  );
}

function tooLong(field: string, limit: number, received: number): AppError {
  return new AppError(
    'bad-input',
    `Expected at most ${limit} characters for ${field} but received ${received}; shorten it.`,
  );
}

/**
 * Case and accents do not count in a search: compatibility forms and accents are taken apart, the
 * marks dropped, the rest upper-cased ("ß" meets "SS", both lower-case sigmas meet, "İ" meets "i").
 * SQLite's own LIKE and lower() do this for ASCII only, so the folded text is stored.
 */
export function foldForSearch(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
}

/** The line break keeps a search from matching across the two: neither can contain one. */
export function searchKeyOf(externalId: string, displayName: string): string {
  return `${foldForSearch(externalId)}\n${foldForSearch(displayName)}`;
}
