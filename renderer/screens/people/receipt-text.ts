/** The receipt of an erasure as a text to be kept, and the names of files. Pure. */
import type { RemovalReceipt } from '../../../app/contract/results.ts';
import { formatCount, formatExactTime } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export interface ReceiptLine {
  readonly name: string;
  readonly value: string;
}

export function receiptLines(receipt: RemovalReceipt): readonly ReceiptLine[] {
  const { receipt: say } = words().people;
  const { person, templates, consents, images, probes, unlinkedAttempts, erasedAt } = receipt;
  return [
    { name: say.person, value: person.displayName },
    { name: say.externalId, value: person.externalId },
    { name: say.internalId, value: person.id },
    { name: say.erasedAt, value: `${formatExactTime(erasedAt)} (${erasedAt})` },
    { name: say.references, value: formatCount(templates) },
    { name: say.consents, value: formatCount(consents) },
    { name: say.images, value: formatCount(images) },
    { name: say.probes, value: formatCount(probes) },
    { name: say.attempts, value: formatCount(unlinkedAttempts) },
  ];
}

export function receiptText(receipt: RemovalReceipt): string {
  const { heading } = words().people.receipt;
  const lines = receiptLines(receipt);
  const width = Math.max(...lines.map(({ name }) => name.length));
  const rows = lines.map(({ name, value }) => `${name.padEnd(width)}  ${value}`);
  return [heading, '='.repeat(heading.length), '', ...rows, ''].join('\n');
}

/**
 * Not the case, for a keyboard may have none; nor what is not seen of a name, or is shown as one
 * space, or has no key: whoever reads it can type it.
 */
export function isTypedName(typed: string, name: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFC')
      .replaceAll(/\p{Cf}/gu, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/[‘’]/g, "'")
      .replaceAll(/[“”]/g, '"')
      .trim()
      .toLowerCase();
  return plain(name) !== '' && plain(typed) === plain(name);
}

/** What file systems do not take in a name becomes a line. */
export function fileNameOf(name: string): string {
  const safe = name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-').slice(0, 150);
  return safe.replace(/^\.+/, '-');
}
