/** The CSV file that says who is who. */
export interface ListFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Undefined where it is no UTF-8: names in another encoding would be stored with their accents
 * gone, and nobody would be told.
 */
export async function readListFile(file: Blob): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}
