/** Chooses what the models run on, and proves a GPU lane before it decides anything. */
import { availableParallelism } from 'node:os';
import { AppError } from '../core/failure.ts';
import { ENGINE } from '../core/parameters.ts';
import type { ProviderName } from '../core/vocabulary.ts';
import { goldenDrift, type GoldenRun } from './lanes/golden.ts';
import { createLanes, type Lanes } from './lanes/lanes.ts';
import type { LaneSettings } from './lanes/messages.ts';
import type { EngineSettings, ProviderFacts } from './protocol.ts';

export interface ChosenLanes {
  readonly lanes: Lanes;
  readonly provider: ProviderName;
  readonly providers: readonly ProviderFacts[];
}

/**
 * `cpu`: no GPU is touched. A name: that provider, proven, or a failure. `auto`: the first
 * provider that is proven and faster than all CPU lanes together, else the CPU.
 *
 * @throws AppError `provider-refused`
 */
export async function chooseLanes(
  settings: EngineSettings,
  models: Pick<LaneSettings, 'models' | 'first'>,
  available: readonly ProviderName[],
): Promise<ChosenLanes> {
  const count = settings.lanes > 0 ? settings.lanes : availableParallelism();
  const open = (provider: ProviderName, lanes: number) =>
    createLanes({ ...models, modelsFolder: settings.modelsFolder, provider }, lanes);
  const cpu = open('cpu', count);
  // Whoever forces a provider has decided already how fast it has to be.
  const auto = settings.provider === 'auto';
  const facts = new Map<ProviderName, ProviderFacts>();
  let golden: GoldenRun | undefined;
  for (const name of candidates(settings, available)) {
    golden ??= await cpu.run({ kind: 'golden', refuseSoftware: false, timed: auto });
    const proof = await prove(name, settings, () => open(name, 1), golden);
    const slower = auto ? slowerThan(golden, count, proof.facts) : undefined;
    if (proof.lanes && !slower) {
      cpu.close();
      facts.set('cpu', { name: 'cpu', state: 'proven', drift: 0, goldenMs: golden.milliseconds });
      facts.set(name, { ...proof.facts, state: 'used' });
      return { lanes: proof.lanes, provider: name, providers: complete(facts, available) };
    }
    proof.lanes?.close();
    facts.set(name, slower ? { ...proof.facts, reason: slower } : proof.facts);
    if (settings.provider === name) {
      cpu.close();
      throw new AppError(
        'provider-refused',
        `${proof.facts.reason}. Use --provider cpu or auto, or choose another in the settings.`,
      );
    }
  }
  facts.set('cpu', { name: 'cpu', state: 'used', drift: 0, goldenMs: golden?.milliseconds });
  return { lanes: cpu, provider: 'cpu', providers: complete(facts, available) };
}

function candidates(
  { provider, excluded }: EngineSettings,
  available: readonly ProviderName[],
): ProviderName[] {
  if (provider === 'cpu') return [];
  if (provider !== 'auto') return [provider];
  return available.filter((name) => name !== 'cpu' && !excluded[name]);
}

/** Opens the provider's only lane and holds its golden outputs against the CPU's. */
async function prove(
  name: ProviderName,
  settings: EngineSettings,
  openLane: () => Lanes,
  expected: GoldenRun,
): Promise<{ lanes?: Lanes; facts: ProviderFacts }> {
  const excluded = settings.excluded[name];
  if (excluded) return { facts: { name, state: 'refused', reason: excluded } };
  const lanes = openLane();
  try {
    const auto = settings.provider === 'auto';
    const received = await lanes.run({ kind: 'golden', refuseSoftware: auto, timed: auto });
    const drift = goldenDrift(expected, received);
    const measured = { name, drift, goldenMs: received.milliseconds };
    if (drift <= ENGINE.maxProviderDrift) return { lanes, facts: { ...measured, state: 'proven' } };
    lanes.close();
    const reason =
      `Expected the golden outputs of ${name} within ${ENGINE.maxProviderDrift} of the CPU's ` +
      `but received a difference of ${drift.toExponential(1)}`;
    return { facts: { ...measured, state: 'refused', reason } };
  } catch (thrown) {
    lanes.close();
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { facts: { name, state: 'refused', reason } };
  }
}

function slowerThan(
  cpu: GoldenRun,
  lanes: number,
  { goldenMs }: ProviderFacts,
): string | undefined {
  if (goldenMs === undefined || cpu.milliseconds === undefined) return undefined;
  const cpuMs = cpu.milliseconds / lanes;
  if (goldenMs < cpuMs) return undefined;
  return `slower: ${goldenMs.toFixed(1)} ms a pass against ${cpuMs.toFixed(1)} ms on ${lanes} CPU lanes`;
}

function complete(
  facts: ReadonlyMap<ProviderName, ProviderFacts>,
  available: readonly ProviderName[],
): ProviderFacts[] {
  return available.map((name) => facts.get(name) ?? { name, state: 'not tried' });
}
