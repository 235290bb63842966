/**
 * Plain data and bytes as one block of bytes, for the Chromium window's two ways: what Playwright
 * itself would carry them in takes most of a second for a megabyte, and holds the page meanwhile.
 *
 * Layout: uint32 (little-endian) length of the text; uint32 count of attachments; uint32 length of
 * each; the text, JSON in UTF-8; the attachments. A text inside the JSON that begins with `@` stands for
 * something else: `@@...` for a text that really begins so, `@3` for attachment 3, `@NaN` and the
 * like for what JSON has no word for.
 */

/** Of one number of the table at the beginning. */
const ENTRY_BYTES = 4;

const WORDS = new Map<string, unknown>([
  ['@undefined', undefined],
  ['@NaN', NaN],
  ['@Infinity', Infinity],
  ['@-Infinity', -Infinity],
  ['@-0', -0],
]);

/** @throws TypeError for what is neither plain data nor bytes; whatever a getter throws */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const attached: Uint8Array[] = [];
  // Not an arrow function: JSON would hand over what an object's own toJSON makes of it.
  function replace(this: Readonly<Record<string, unknown>>, key: string): unknown {
    const original = this[key];
    if (original instanceof Uint8Array) return `@${attached.push(original) - 1}`;
    return wordFor(original);
  }
  // In an array, because alone `undefined` has no text.
  const text = new TextEncoder().encode(JSON.stringify([value], replace));
  const table = [text.length, attached.length, ...attached.map(({ length }) => length)];
  const parts = [text, ...attached];
  const start = table.length * ENTRY_BYTES;
  const block = new Uint8Array(parts.reduce((sum, { length }) => sum + length, start));
  const view = new DataView(block.buffer);
  table.forEach((entry, index) => view.setUint32(index * ENTRY_BYTES, entry, true));
  let at = start;
  for (const part of parts) {
    block.set(part, at);
    at += part.length;
  }
  return block;
}

function wordFor(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.startsWith('@') ? `@${value}` : value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : numberWord(value);
    case 'boolean':
      return value;
    case 'undefined':
      return '@undefined';
    case 'object':
      if (value === null || isPlain(value)) return value;
      break;
    case 'bigint':
    case 'function':
    case 'symbol':
  }
  throw new TypeError('Expected plain data and bytes but received something else.');
}

const numberWord = (value: number) => (Object.is(value, -0) ? '@-0' : `@${value}`);

/** Also of another realm, whose prototypes are not ours. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The bytes in it are views of the block.
 *
 * @throws Error for what {@link pack} has not made
 */
export function unpack(block: Uint8Array): unknown {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const [textLength, count] = [view.getUint32(0, true), view.getUint32(ENTRY_BYTES, true)];
  let at = (2 + count) * ENTRY_BYTES;
  const take = (length: number) => block.subarray(at, (at += length));
  const table = (index: number) => view.getUint32((2 + index) * ENTRY_BYTES, true);
  if (at > block.length) throw new Error('Expected a whole table.');
  const text = new TextDecoder('utf-8', { fatal: true }).decode(take(textLength));
  const attached = Array.from({ length: count }, (_, index) => take(table(index)));
  if (at !== block.length) throw new Error('Expected as many bytes as the table says.');

  const revive = (_key: string, word: unknown): unknown => {
    if (typeof word !== 'string' || !word.startsWith('@')) return word;
    if (word.startsWith('@@')) return word.slice(1);
    if (WORDS.has(word)) return WORDS.get(word);
    const bytes = attached[Number(word.slice(1))];
    if (bytes === undefined) throw new Error('Expected an attachment that is there.');
    return bytes;
  };
  return (JSON.parse(text, revive) as [unknown])[0];
}
