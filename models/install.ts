/**
 * Makes sure that the model files exist and are right: `node models/install.ts`. npm's `prepare`
 * runs it, and so does `npm run models`.
 *
 *   --force            convert again what is already in place
 *   --check            then open every model and compare its outputs with the golden values
 *   --strict           fail where a package could not be fetched (`prepare` only says so)
 *   --update-manifest  for developers: pin what the converters make now, and new golden values
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelCacheFolder } from './cache-folder.ts';
import { downloadTarball } from './download.ts';
import { type Ensured, ensureModels } from './ensure.ts';
import { checkModel, type Golden, goldenFileSchema, takeGolden } from './face/check.ts';
import { faceConverters } from './face/convert.ts';
import { fetchMembers } from './fetch.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import { describeEnsured, describeMissing } from './report.ts';
import { writeJson } from './write-json.ts';

const FOLDER = join(import.meta.dirname, 'face');
const MANIFEST = join(FOLDER, 'manifest.json');
const GOLDEN = join(FOLDER, 'golden.json');

type Options = { force: boolean; check: boolean; strict: boolean; updateManifest: boolean };

async function install(options: Options): Promise<number> {
  const manifest = await readManifest(MANIFEST);
  const results = await ensureModels(manifest, {
    folder: FOLDER,
    converters: faceConverters,
    fetch: (source) =>
      fetchMembers(source, { cacheFolder: modelCacheFolder(), download: downloadTarball }),
    force: options.force || options.updateManifest,
    acceptNewContent: options.updateManifest,
  });
  for (const result of results) console.log(describeEnsured(result));

  const missing = results.filter((result) => result.outcome === 'missing');
  if (missing.length > 0) {
    console.warn(describeMissing(missing));
    return options.strict || options.check || options.updateManifest ? 1 : 0;
  }
  if (options.updateManifest) await updatePins(manifest, results);
  return options.check ? check() : 0;
}

/** Rewrites what the manifest says of the converted files, and the golden values. */
async function updatePins(manifest: Manifest, results: readonly Ensured[]): Promise<void> {
  const golden: Record<string, Golden> = {};
  for (const result of results) {
    const file = manifest.files[result.name];
    if (file === undefined || result.outcome !== 'converted') continue;
    file.sha256 = result.sha256;
    file.bytes = result.bytes;
    golden[result.name] = await takeGolden(join(FOLDER, file.file), file);
  }
  await writeManifest(MANIFEST, manifest);
  await writeJson(GOLDEN, golden);
  console.log('models: the manifest and the golden values are rewritten');
}

async function check(): Promise<number> {
  const manifest = await readManifest(MANIFEST);
  const golden = goldenFileSchema.parse(JSON.parse(await readFile(GOLDEN, 'utf8')));
  let faults = 0;
  for (const [name, file] of Object.entries(manifest.files)) {
    const found = await checkModel(join(FOLDER, file.file), file, golden[name]);
    console.log(`models: ${name} ${found.length === 0 ? 'answers as expected' : 'is wrong'}`);
    for (const fault of found) console.error(`  ${fault}`);
    faults += found.length;
  }
  return faults === 0 ? 0 : 1;
}

function readOptions(): Options {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { force: flag, check: flag, strict: flag, 'update-manifest': flag },
  });
  const { force, check: checkToo, strict } = values;
  return { force, check: checkToo, strict, updateManifest: values['update-manifest'] };
}

try {
  process.exitCode = await install(readOptions());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
