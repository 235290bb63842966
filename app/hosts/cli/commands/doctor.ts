import type { Command } from 'commander';
import type { StoredCalibration } from '../../../contract/evaluation.ts';
import type { EngineReport, ModelsReport, StoreReport } from '../../../contract/system-results.ts';
import { toFailure, type Failure } from '../../../core/failure.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addCommonOptions, readCommonOptions, type RawOptions } from '../options.ts';
import { programVersion } from '../../places.ts';
import { withSession } from '../session.ts';
import { print, printJson, table, tone } from '../terminal.ts';
import { count, describeModelFailure } from '../words.ts';
import { usage } from './usage.ts';

/** Each part is looked at by itself: a broken store must not hide a broken model. */
type Looked<Value> = { readonly value: Value } | { readonly failure: Failure };

export function defineDoctor(program: Command, exit: (code: ExitCode) => void): void {
  const command = program
    .command('doctor')
    .summary('versions, models, execution providers, store: is everything well?')
    .description('Checks versions, model hashes, execution providers and the store.')
    .addHelpText(
      'after',
      usage([['doctor --provider auto', 'also prove the GPU, if there is one']]),
    );
  addCommonOptions(command, 'both').action(async (options: RawOptions) => {
    const common = readCommonOptions(options, 'many');
    const { engine, store, calibrations } = await withSession(common, async ({ call }) => ({
      engine: await look(() => call('engine.describe', {})),
      store: await look(() => call('store.describe', {})),
      calibrations: await look(() => call('calibration.list', {})),
    }));
    const versions = {
      twinmark: programVersion,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    };
    if (options.json) printJson({ versions, engine, store, calibrations });
    else {
      print(table(Object.entries(versions)));
      print(
        `\n${'value' in engine ? describeEngine(engine.value) : describeFailure('engine', engine.failure)}`,
      );
      print(
        `\n${'value' in store ? describeStore(store.value) : describeFailure('store', store.failure)}`,
      );
    }
    if (!options.json && 'value' in calibrations) {
      print(`\n${describeDeciding(calibrations.value)}`);
    }
    const well =
      'value' in engine &&
      areWell(engine.value.modalities) &&
      'value' in store &&
      store.value.integrity === 'ok';
    if (!options.json)
      print(`\n${well ? tone('good', 'all well') : tone('bad', 'something is wrong')}`);
    exit(well ? EXIT.done : EXIT.internal);
  });
}

/** A program may do without a modality, but not with models that are spoilt. */
function areWell(modalities: readonly ModelsReport[]): boolean {
  const failures = modalities.flatMap((each) => ('failure' in each ? [each.failure] : []));
  return (
    failures.length < modalities.length && failures.every(({ code }) => code === 'model-missing')
  );
}

async function look<Value>(ask: () => Promise<Value>): Promise<Looked<Value>> {
  try {
    return { value: await ask() };
  } catch (thrown) {
    return { failure: toFailure(thrown) };
  }
}

function describeEngine({ modalities, providers, lanes, versions }: EngineReport): string {
  const shown = ['onnxruntime', 'sharp', 'vips'].filter((name) => name in versions);
  return [
    tone('strong', 'engine'),
    table([...shown.map((name) => [name, versions[name]]), ['lanes', String(lanes)]]),
    ...modalities.map(describeModels),
    table(
      providers.map(({ name, state, reason, drift, goldenMs }) => [
        name,
        state,
        drift === undefined ? '' : `drift ${drift.toExponential(1)}`,
        goldenMs === undefined ? '' : `${goldenMs.toFixed(1)} ms a pass`,
        reason ?? '',
      ]),
    ),
  ].join('\n');
}

function describeModels(report: ModelsReport): string {
  if ('failure' in report) {
    const { code } = report.failure;
    const style = code === 'model-missing' ? 'warn' : 'bad';
    return `${report.modality}  ${tone(style, describeModelFailure(report.failure))}`;
  }
  const { modality, scale, models } = report;
  return [
    `${modality}  ${scale.modelId}`,
    table(models.map(({ name, sha256 }) => [name, `sha256 ${sha256}`, 'checked'])),
  ].join('\n');
}

function describeStore(store: StoreReport): string {
  return [
    tone('strong', 'store'),
    table([
      ['file', store.path],
      ['size', `${count(store.bytes)} bytes, schema ${store.schemaVersion}`],
      ['journal', `${store.journalMode}, synchronous ${store.synchronous}`],
      ['people', count(store.people)],
      ...store.templatesByModel.map(({ modality, modelId, templates }) => [
        'references',
        `${count(templates)} of ${modality} ${modelId}`,
      ]),
      ['integrity', store.integrity],
    ]),
  ].join('\n');
}

/** What decides, and what can't any more. */
function describeDeciding(all: readonly StoredCalibration[]): string {
  const shown = all.filter(({ state, notice }) => state === 'active' || notice !== undefined);
  const lines = shown.map(({ modality, name, origin, notice }) => [
    modality,
    `${name} (${origin})`,
    notice === undefined ? 'decides' : tone('warn', notice),
  ]);
  return [tone('strong', 'calibrations'), ...(lines.length > 0 ? [table(lines)] : [])].join('\n');
}

function describeFailure(part: string, { code, message }: Failure): string {
  return `${tone('strong', part)}\n${tone('bad', code)}  ${message}`;
}
