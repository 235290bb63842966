/** CSV with a heading, read into one record a row. */
import { CsvError, parse } from 'csv-parse/sync';
import { AppError } from '../core/failure.ts';

/**
 * @param what names the list in the failure, which tells the line but nothing of its content:
 *   that may be a name
 * @throws AppError `bad-input`
 */
export function readCsvRows(text: string, what: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    const place =
      cause instanceof CsvError ? ` in line ${String(cause.lines)} (${cause.code})` : '';
    throw new AppError(
      'bad-input',
      `Expected CSV for ${what} but received something else${place}; correct its quotes and commas.`,
      { cause },
    );
  }
}
