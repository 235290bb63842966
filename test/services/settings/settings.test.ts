import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../../../app/contract/events.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { readFaceManifest } from '../../../app/engine/manifest.ts';
import {
  createEngineChoice,
  type ChosenEngine,
} from '../../../app/services/settings/engine-choice.ts';
import { policiesOf } from '../../../app/services/thresholds/policies.ts';
import { createSettings } from '../../../app/services/settings/settings.ts';
import { defaultSettings } from '../../../app/services/settings/stored-settings.ts';
import type { Store } from '../../../app/store/index.ts';
import { MODELS_FOLDER } from '../../engine/models.ts';
import { failureOf, temporaryFolder, temporaryStore } from '../support.ts';

const NOW = '2026-11-25T12:00:00.000Z';
const DEFAULTS = defaultSettings();

function settingsUnderTest({
  store = temporaryStore(),
  flags = {},
  modelsFolder = MODELS_FOLDER,
}: { store?: Store; flags?: Partial<ChosenEngine>; modelsFolder?: string } = {}) {
  const events: HostEvent[] = [];
  const engine = createEngineChoice(modelsFolder, flags);
  const settings = createSettings({
    store: () => store,
    storePath: '/somewhere',
    engine,
    emit: (event) => void events.push(event),
    now: () => NOW,
  });
  return { store, events, engine, settings };
}

describe('settings', () => {
  test('are the contract’s defaults until something else is saved', () => {
    const { settings } = settingsUnderTest();
    expect(settings.show()).toEqual({
      settings: DEFAULTS,
      storePath: '/somewhere',
      kioskPinSet: false,
      faceEncoders: ['standard', 'accurate'],
      restartNeeded: false,
      repaired: [],
    });
  });

  test('that are saved hold at once, are told, and are there in the next run', () => {
    const { settings, store, events } = settingsUnderTest();
    const next: Settings = { ...DEFAULTS, operator: 'Grace' };
    expect(settings.save(next).settings).toEqual(next);
    expect(settings.current()).toEqual(next);
    expect(events).toEqual([{ event: 'data.changed', what: 'settings' }]);
    expect(settingsUnderTest({ store }).settings.current()).toEqual(next);
  });

  test('are read once, and anew where another program has written others', () => {
    const { settings, store } = settingsUnderTest();
    settings.save({ ...DEFAULTS, operator: 'Grace' });
    expect(settings.current()).toBe(settings.current());
    settingsUnderTest({ store }).settings.save({ ...DEFAULTS, operator: 'Ada' });
    expect(settings.current().operator).toBe('Ada');
  });

  test('that are damaged are as by default, and that is told once', () => {
    const { settings, store, events } = settingsUnderTest();
    store.documents.write('settings', 1, { ...DEFAULTS, operator: 7, appearance: 'dark' });
    expect(settings.current()).toEqual({ ...DEFAULTS, appearance: 'dark' });
    settings.current();
    expect(settings.show().repaired).toEqual(['operator']);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      event: 'engine.notice',
      message: expect.stringContaining('operator is as by default') as string,
    });
    expect(settings.save(settings.current()).repaired).toEqual([]);
  });

  test('refuse an encoder that the program does not have', async () => {
    const { settings, store } = settingsUnderTest();
    const next = { ...DEFAULTS, engine: { ...DEFAULTS.engine, faceEncoder: 'other' } };
    const failure = await failureOf(() => settings.save(next));
    expect(failure.code).toBe('bad-input');
    expect(failure.message).toContain('standard, accurate');
    expect(store.documents.read('settings')).toBeUndefined();
  });
});

describe('what the engine is started with', () => {
  test('is what the settings say', () => {
    const { engine, settings } = settingsUnderTest();
    settings.save({
      ...DEFAULTS,
      engine: { provider: 'cpu', faceEncoder: 'accurate', lanes: 2 },
    });
    expect(engine.start(settings.current)).toEqual({
      encoder: 'accurate',
      provider: 'cpu',
      lanes: 2,
    });
    expect(settings.show().faceEncoders).toEqual(['accurate', 'standard']);
  });

  test('is what the flags say, over the settings', () => {
    const { engine, settings } = settingsUnderTest({ flags: { provider: 'webgpu' } });
    settings.save({ ...DEFAULTS, engine: { ...DEFAULTS.engine, provider: 'cpu', lanes: 3 } });
    expect(engine.start(settings.current)).toEqual({
      encoder: 'standard',
      provider: 'webgpu',
      lanes: 3,
    });
  });

  test('is found without the store where flags say everything', () => {
    const { engine } = settingsUnderTest({
      flags: { provider: 'cpu', lanes: 1, encoder: 'standard' },
    });
    const current = () => {
      throw new Error('Expected nobody to ask.');
    };
    expect(engine.start(current).lanes).toBe(1);
  });

  test('is the usual encoder where the one that is set is gone', () => {
    const { engine, settings, store } = settingsUnderTest();
    store.documents.write('settings', 1, { ...DEFAULTS, engine: { faceEncoder: 'of-last-year' } });
    expect(engine.start(settings.current).encoder).toBe('standard');
  });

  test('needs a restart only where it differs from what runs', () => {
    const { engine, settings } = settingsUnderTest({ flags: { lanes: 1 } });
    const withEngine = (change: Partial<Settings['engine']>) =>
      settings.save({ ...DEFAULTS, engine: { ...DEFAULTS.engine, ...change } }).restartNeeded;
    expect(withEngine({ provider: 'cpu' })).toBe(false); // Nothing runs yet.
    engine.start(settings.current);
    expect(withEngine({ provider: 'auto' })).toBe(true);
    expect(withEngine({ provider: 'cpu' })).toBe(false);
    expect(withEngine({ provider: 'cpu', faceEncoder: 'standard' })).toBe(false); // The same one.
    expect(withEngine({ provider: 'cpu', faceEncoder: 'accurate' })).toBe(true);
    expect(withEngine({ provider: 'cpu', lanes: 5 })).toBe(false); // A flag says otherwise.
    expect(withEngine({ provider: 'auto' })).toBe(true);
    engine.failed();
    expect(settings.show().restartNeeded).toBe(false); // The next start takes what is set.
  });

  test('is no reason to hide the settings where the manifest is damaged', () => {
    const modelsFolder = temporaryFolder();
    mkdirSync(join(modelsFolder, 'face'));
    writeFileSync(join(modelsFolder, 'face', 'manifest.json'), '{');
    const { settings } = settingsUnderTest({ modelsFolder });
    expect(settings.show().faceEncoders).toEqual([]);
    expect(() => readFaceManifest(modelsFolder)).toThrow();
  });
});

describe('policies', () => {
  test('are those of the use and the kind, at the moment they are asked for', () => {
    const { settings } = settingsUnderTest();
    const policies = policiesOf(settings.current);
    expect(policies.rateOf('desk', 'verification')).toEqual({ targetRate: 1e-3 });
    settings.save({
      ...DEFAULTS,
      policies: {
        ...DEFAULTS.policies,
        desk: { ...DEFAULTS.policies.desk, undecidedRate: rate(5e-3) },
      },
    });
    expect(policies.rateOf('desk', 'verification')).toEqual({
      targetRate: 1e-3,
      undecidedRate: 5e-3,
    });
    // Looser than a verification's target, but not than an identification's.
    expect(policies.rateOf('desk', 'identification')).toEqual({ targetRate: 1e-2 });
    expect(policies.rateOf('kiosk', 'verification')).toEqual({ targetRate: 1e-3 });
  });
});

describe('retention', () => {
  test('erases attempts that are older than the settings say, and no others', () => {
    const { settings, store, events } = settingsUnderTest();
    settings.save({ ...DEFAULTS, retention: { ...DEFAULTS.retention, attemptDays: 30 } });
    // The store's clock began on 1 January 2026, eleven months before NOW.
    store.attempts.record({
      kind: 'verification',
      modality: 'face',
      outcome: 'match',
      reasons: [],
    });
    events.length = 0;
    expect(settings.applyRetention()).toEqual({ attempts: 1, probes: 0 });
    expect(store.attempts.list({ limit: 10 })).toEqual([]);
    expect(events).toEqual([{ event: 'data.changed', what: 'attempts' }]);
    expect(settings.applyRetention()).toEqual({ attempts: 0, probes: 0 });
    expect(events).toHaveLength(1);
  });

  test('keeps attempts for ever where nothing else is said', () => {
    const { settings, store } = settingsUnderTest();
    settings.save({ ...DEFAULTS, retention: { ...DEFAULTS.retention, attemptDays: 0 } });
    store.attempts.record({
      kind: 'verification',
      modality: 'face',
      outcome: 'match',
      reasons: [],
    });
    expect(settings.applyRetention()).toEqual({ attempts: 0, probes: 0 });
    expect(store.attempts.list({ limit: 10 })).toHaveLength(1);
  });
});

function rate(value: number): Settings['policies']['desk']['verificationRate'] {
  return value as Settings['policies']['desk']['verificationRate'];
}
