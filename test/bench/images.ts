import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DRAWN_PEOPLE, drawnFaceJpeg } from '../fixtures/drawn-face.ts';

export interface BenchImages {
  readonly what: string;
  readonly folder: string;
  readonly paths: readonly string[];
  remove(): void;
}

/** A folder of links, so that the audit sees the same images as the stages. */
function linkImages(folder: string, paths: readonly string[]): BenchImages {
  const links = mkdtempSync(path.join(tmpdir(), 'twinmark-bench-'));
  for (const file of paths) {
    const link = path.join(links, path.relative(folder, file));
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.resolve(file), link);
  }
  const remove = () => rmSync(links, { recursive: true });
  return { what: 'the first of a folder', folder: links, paths, remove };
}

/** The first images of a folder, or drawn people of 480 x 480 in folders of their names. */
export async function collectImages(
  folder: string | undefined,
  count: number,
): Promise<BenchImages> {
  if (folder !== undefined) {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(jpe?g|png|webp|tiff?)$/i.test(name))
      .sort()
      .slice(0, count)
      .map((name) => path.join(folder, name));
    return linkImages(folder, paths);
  }
  const drawn = mkdtempSync(path.join(tmpdir(), 'twinmark-bench-'));
  const paths: string[] = [];
  for (let i = 0; i < count; i++) {
    const person = DRAWN_PEOPLE[i % DRAWN_PEOPLE.length];
    const home = path.join(drawn, `person-${person}`);
    mkdirSync(home, { recursive: true });
    const file = path.join(home, `${i}.jpg`);
    const variation = Math.floor(i / DRAWN_PEOPLE.length);
    writeFileSync(file, await drawnFaceJpeg(person, variation, { width: 480, height: 480 }));
    paths.push(file);
  }
  return {
    what: 'drawn, 480 x 480 JPEG',
    folder: drawn,
    paths,
    remove: () => rmSync(drawn, { recursive: true }),
  };
}
