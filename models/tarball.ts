import { gunzipSync } from 'node:zlib';

// A tarball is a gzip of 512-byte blocks: a header for each member, then its content, filled up.
// Header fields below are those of POSIX ustar, which package registries use.
const BLOCK = 512;
const NAME = { start: 0, end: 100 };
const SIZE = { start: 124, end: 136 };
const TYPE = 156;
const PREFIX = { start: 345, end: 500 };
const REGULAR_FILE = new Set(['0', '\0']);

/** Everything in a package's tarball lies in one folder, which paths inside it leave out. */
const PACKAGE_FOLDER = /^[^/]+\//;

/** The content of the wanted files of a package's tarball, by their paths in the package. */
export function unpackMembers(
  tarball: Uint8Array,
  wanted: readonly string[],
): Map<string, Uint8Array> {
  const archive = gunzipSync(tarball);
  const members = new Map<string, Uint8Array>();
  for (let start = 0; start + BLOCK <= archive.length;) {
    const header = archive.subarray(start, start + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(textAt(header, SIZE), 8) || 0;
    const path = pathOf(header);
    const content = start + BLOCK;
    if (content + size > archive.length) {
      throw new Error(
        `Expected ${size} bytes for "${path}" in a tarball but received ` +
          `${archive.length - content}. Fetch the package again.`,
      );
    }
    if (REGULAR_FILE.has(String.fromCharCode(header[TYPE] ?? 0)) && wanted.includes(path)) {
      members.set(path, archive.subarray(content, content + size));
    }
    start = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  return members;
}

function pathOf(header: Buffer): string {
  const prefix = textAt(header, PREFIX);
  const name = textAt(header, NAME);
  return (prefix === '' ? name : `${prefix}/${name}`).replace(PACKAGE_FOLDER, '');
}

/** A field's text up to its first zero byte. */
function textAt(header: Buffer, { start, end }: { start: number; end: number }): string {
  const field = header.subarray(start, end);
  const zero = field.indexOf(0);
  return field.toString('utf8', 0, zero === -1 ? field.length : zero);
}
