/** Files and names that a folder of captures may hold and that are no captures. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import type { AcquisitionProblem } from '../../app/core/vocabulary.ts';
import { PNG_COLOUR, writePng } from '../fixtures/images.ts';
import type { Workplace } from './workplace.ts';

/** Links and pipes are made where the system has them. */
export const isPosix = process.platform !== 'win32';

/**
 * Puts a hostile set into the folder `hostile` of a folder of captures.
 *
 * @param capture a JPEG that is well
 * @returns the problem that each path, relative to the captures, must be told with
 */
export function makeHostile(
  place: Workplace,
  captures: string,
  capture: Buffer,
): ReadonlyMap<string, AcquisitionProblem> {
  const files: Readonly<Record<string, readonly [AcquisitionProblem, string | Uint8Array]>> = {
    'cut-in-half.jpg': ['damaged-image', capture.subarray(0, capture.length / 2)],
    'drawing.svg': [
      'unsupported-format',
      '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="9" height="9"/></svg>',
    ],
    'drawing.png': ['unsupported-format', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    'empty.jpg': ['empty-file', ''],
    'header-only.jpg': ['damaged-image', capture.subarray(0, 20)],
    'huge.png': ['too-many-pixels', hugePng(16_000)],
    'notes.txt': ['unsupported-format', 'Not a picture; =HYPERLINK("http://example.org")\n'],
    'one-pixel.png': ['too-few-pixels', onePixel()],
    'text.jpg': ['unsupported-format', 'Not a picture either.'],
  };
  const problems = new Map<string, AcquisitionProblem>();
  for (const [name, [problem, content]] of Object.entries(files)) {
    place.write(`${captures}/hostile/${name}`, content);
    problems.set(`hostile/${name}`, problem);
  }
  if (isPosix) {
    execFileSync('mkfifo', [place.path(captures, 'hostile', 'pipe.jpg')]);
    problems.set(`hostile/pipe.jpg`, 'not-a-file');
    symlinkSync('nowhere.jpg', place.path(captures, 'hostile', 'dangling.jpg'));
    problems.set(`hostile/dangling.jpg`, 'file-not-found');
    symlinkSync('..', place.path(captures, 'hostile', 'loop'));
    problems.set(`hostile/loop`, 'directory-loop');
    symlinkSync('self.jpg', place.path(captures, 'hostile', 'self.jpg'));
    problems.set(`hostile/self.jpg`, 'directory-loop');
  }
  return problems;
}

/** A square of one bit a pixel: 256 million pixels in some ten thousand bytes. */
function hugePng(side: number): Uint8Array {
  const rows = new Uint8Array((side / 8) * side);
  return writePng({ width: side, height: side, colour: PNG_COLOUR.grey, bits: 1, rows });
}

function onePixel(): Uint8Array {
  const rows = Uint8Array.of(128);
  return writePng({ width: 1, height: 1, colour: PNG_COLOUR.grey, bits: 8, rows });
}
