/** A folder of captures to be audited: mostly right, with one of everything that can be wrong. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faceOf, PEOPLE } from './people.ts';

export interface CapturesFacts {
  readonly folder: string;
  readonly files: number;
  /** Of the file that is said to show A-1001 and shows A-1003. */
  readonly wrong: string;
}

/** @param people of {@link PEOPLE} that are enrolled; two captures of each, a folder a person */
export async function makeCaptures(parent: string, people: number): Promise<CapturesFacts> {
  const folder = path.join(parent, 'Door captures');
  let files = 0;
  const write = (relative: string, bytes: Uint8Array) => {
    mkdirSync(path.dirname(path.join(folder, relative)), { recursive: true });
    writeFileSync(path.join(folder, relative), bytes);
    files += 1;
  };
  for (const person of PEOPLE.slice(0, people)) {
    write(`${person.externalId}/morning.jpg`, await faceOf(person, 3));
    write(`${person.externalId}/evening.jpg`, await faceOf(person, 4));
  }
  const wrong = `${PEOPLE[0].externalId}/visitor.jpg`;
  write(wrong, await faceOf(PEOPLE[2], 5));
  // Not enrolled, damaged, and nothing that could be an image.
  write('A-9999/morning.jpg', await faceOf(PEOPLE[people % PEOPLE.length], 1));
  write(`${PEOPLE[1].externalId}/damaged.jpg`, (await faceOf(PEOPLE[1], 2)).subarray(0, 300));
  write(`${PEOPLE[1].externalId}/empty.png`, new Uint8Array(0));
  return { folder, files, wrong };
}
