import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DRAWN_PEOPLE, drawnFaceJpeg } from '../fixtures/drawn-face.ts';

/** Files that an audit is measured on: fewer say more of its start than of its run. */
const LEAST_AUDITED = 360;
/** The first link to an image ends in this; {@link imagesOf} takes no other. */
const FIRST_LINK = '.0.jpg';

/** Makes a temporary folder of links, a folder a person; the caller removes it. */
export async function makeBenchFolder(folder: string | undefined, count: number): Promise<string> {
  const bench = mkdtempSync(path.join(tmpdir(), 'twinmark-bench-'));
  const images = folder === undefined ? await drawPeople(bench, count) : listImages(folder, count);
  const repeats = Math.ceil(LEAST_AUDITED / images.length);
  for (const image of images) {
    const home = path.join(bench, 'audited', path.basename(path.dirname(image)));
    mkdirSync(home, { recursive: true });
    for (let i = 0; i < repeats; i++) {
      symlinkSync(path.resolve(image), path.join(home, `${path.basename(image)}.${i}.jpg`));
    }
  }
  return bench;
}

export function auditedFolder(bench: string): string {
  return path.join(bench, 'audited');
}

/** Each image once. */
export function imagesOf(bench: string): string[] {
  const folder = auditedFolder(bench);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(FIRST_LINK))
    .sort()
    .map((name) => path.join(folder, name));
}

export function removeBenchFolder(bench: string): void {
  rmSync(bench, { recursive: true });
}

function listImages(folder: string, count: number): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png|webp|tiff?)$/i.test(name))
    .sort()
    .slice(0, count)
    .map((name) => path.join(folder, name));
}

async function drawPeople(bench: string, count: number): Promise<string[]> {
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const person = DRAWN_PEOPLE[i % DRAWN_PEOPLE.length];
    const home = path.join(bench, 'drawn', `person-${person}`);
    mkdirSync(home, { recursive: true });
    const file = path.join(home, `${i}.jpg`);
    const variation = Math.floor(i / DRAWN_PEOPLE.length);
    writeFileSync(file, await drawnFaceJpeg(person, variation, { width: 480, height: 480 }));
    files.push(file);
  }
  return files;
}
