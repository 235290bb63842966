/** What the operator used last, on this machine: not a setting, a habit. */
import type { Modality } from '../../app/core/vocabulary.ts';

export type Source = 'camera' | 'file';

export function remembered(): { readonly source: Source; readonly modality: Modality } {
  return {
    source: read('verify/source') === 'file' ? 'file' : 'camera',
    modality: read('verify/modality') === 'fingerprint' ? 'fingerprint' : 'face',
  };
}

export function rememberSource(source: Source): void {
  write('verify/source', source);
}

export function rememberModality(modality: Modality): void {
  write('verify/modality', modality);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Without a storage nothing is remembered.
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
