import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelId } from '../../app/core/vocabulary.ts';
import { type NewCalibration, type Store, openStore } from '../../app/store/index.ts';
import { SCALE } from '../services/fake-engine.ts';
import { FACE_MODEL, PRINT_MODEL, sha256, temporaryFolder, temporaryStore } from './fixtures.ts';

function newCalibration(name: string, change: Partial<NewCalibration> = {}): NewCalibration {
  return {
    name,
    modality: 'face',
    modelId: FACE_MODEL,
    dataSha256: sha256(name),
    calibration: { ...SCALE.calibration, set: name, origin: 'site' },
    facts: { captures: 12, curve: [0.1, 0.25] },
    ...change,
  };
}

const activeOf = (store: Store) => store.calibrations.active('face')?.name;

describe('calibrations', () => {
  test('come back whole, newest first, under an id of the store', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const [gate, hall] = ['gate', 'hall'].map((name) =>
      store.calibrations.add(newCalibration(name)),
    );
    expect(gate).toMatchObject({
      ...newCalibration('gate'),
      active: false,
      calibration: { id: gate.id },
    });
    expect(store.calibrations.list()).toEqual([hall, gate]);
    store.close();
    const again = openStore(path);
    expect(again.calibrations.get(gate.id)).toEqual(gate);
    expect(again.facts().integrity()).toBe('ok');
    again.close();
  });

  test('of each modality at most one is active', () => {
    const store = temporaryStore();
    const [gate, hall] = ['gate', 'hall'].map((name) =>
      store.calibrations.add(newCalibration(name)),
    );
    const print = store.calibrations.add(
      newCalibration('print', { modality: 'fingerprint', modelId: PRINT_MODEL }),
    );
    expect(activeOf(store)).toBeUndefined();
    store.calibrations.activate(gate.id);
    store.calibrations.activate(print.id);
    expect(store.calibrations.activate(hall.id).active).toBe(true);
    expect(activeOf(store)).toBe('hall');
    expect(store.calibrations.active('fingerprint')?.id).toBe(print.id);
    store.calibrations.deactivate('face');
    expect(activeOf(store)).toBeUndefined();
    expect(store.calibrations.active('fingerprint')?.id).toBe(print.id);
  });

  test('that are removed are gone, and what is not there can not be', () => {
    const store = temporaryStore();
    const { id } = store.calibrations.add(newCalibration('gate'));
    store.calibrations.activate(id);
    store.calibrations.remove(id);
    expect(activeOf(store)).toBeUndefined();
    const missing = expect.objectContaining({ code: 'not-found' });
    expect(() => store.calibrations.remove(id)).toThrow(missing);
    expect(() => store.calibrations.get(id)).toThrow(missing);
    expect(() => store.calibrations.activate(id)).toThrow(missing);
  });

  test.each<[string, Partial<NewCalibration>]>([
    ['without a name', { name: ' ' }],
    ['without a model', { modelId: '' as ModelId }],
    ['without points', { calibration: { ...SCALE.calibration, points: [] } }],
    [
      'with a threshold that is no number',
      {
        calibration: {
          ...SCALE.calibration,
          points: [{ ...SCALE.calibration.points[0], threshold: Number.NaN as never }],
        },
      },
    ],
  ])('%s are refused', (_what, change) => {
    const store = temporaryStore();
    expect(() => store.calibrations.add(newCalibration('gate', change))).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    expect(store.calibrations.list()).toEqual([]);
  });

  test.each([
    ['a threshold', `calibration = replace(calibration, '"threshold":0.9', '"threshold":1.9')`],
    ['the model', `model_id = 'face-b'`],
    ['the data', `data_sha256 = '${'0'.repeat(64)}'`],
    ['the facts', `facts = '{}'`],
    ['the name', `name = 'other'`],
  ])('whose %s has rotted decide nothing, and integrity() says so', (_what, change) => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    store.calibrations.activate(store.calibrations.add(newCalibration('gate')).id);
    const raw = new Sqlite(path);
    expect(raw.prepare(`UPDATE calibrations SET ${change}`).run().changes).toBe(1);
    raw.close();
    const rotten = expect.objectContaining({ code: 'store-unusable' });
    expect(() => store.calibrations.active('face')).toThrow(rotten);
    expect(store.facts().integrity()).toContain('numbers that have changed since');
  });
});
