/** What files about an audit are called: a folder may have any name, of any length. Pure. */
import { words } from '../../words/words.ts';

/** Of the folder's name; file systems take 255 bytes, of which a character may need four. */
const MOST_CHARACTERS = 50;

/** Without its ending. */
export function reportName(folderName: string): string {
  const plain = folderName.replaceAll(/[^\p{L}\p{N}-]+/gu, '-');
  return words().audit.reportName(Array.from(plain).slice(0, MOST_CHARACTERS).join(''));
}
