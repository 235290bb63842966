import Sqlite from 'better-sqlite3';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Embedding, PersonId, Sha256, TemplateId } from '../../app/core/vocabulary.ts';
import { packReferences } from '../../app/core/features.ts';
import { openStore, type NewTemplate } from '../../app/store/index.ts';
import {
  DIMENSIONS,
  FACE_MODEL,
  OTHER_MODEL,
  PRINT_MODEL,
  PRINT_QUALITY,
  QUALITY,
  anchorsOf,
  enrol,
  newPrint,
  newTemplate,
  sha256,
  temporaryFolder,
  temporaryStore,
  unitVector,
} from './fixtures.ts';

const badInput = expect.objectContaining({ code: 'bad-input' });
const notFound = expect.objectContaining({ code: 'not-found' });

describe('templates', () => {
  test('come back bit by bit', () => {
    const store = temporaryStore();
    const { person, template } = enrol(store, 'P1');
    const [read] = store.templates.listOfPerson(person.id, 'face', FACE_MODEL);
    expect(read).toEqual(template);
    expect(read).toMatchObject({ ...newTemplate(person.id, 'P1'), quality: QUALITY });
  });

  test('of another model or modality never come back from a query', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    store.templates.add(newTemplate(person.id, 'P1', OTHER_MODEL));
    store.templates.add(newPrint(person.id, 'P1', 2, FACE_MODEL));
    const models = [
      ...store.templates.listOfPerson(person.id, 'face', FACE_MODEL),
      ...store.templates.findBySource(sha256('P1'), 'face', FACE_MODEL),
    ].map(({ modality, modelId }) => [modality, modelId]);
    expect(models).toEqual([
      ['face', FACE_MODEL],
      ['face', FACE_MODEL],
    ]);
    expect(store.templates.listOfModel('face', OTHER_MODEL).templateIds).toHaveLength(1);
    expect(store.templates.listOfModel('fingerprint', OTHER_MODEL)).toMatchObject({
      templateIds: [],
      fingers: [],
    });
    expect(store.templates.countByModel()).toEqual([
      { modality: 'face', modelId: FACE_MODEL, templates: 1 },
      { modality: 'face', modelId: OTHER_MODEL, templates: 1 },
      { modality: 'fingerprint', modelId: FACE_MODEL, templates: 1 },
    ]);
  });

  test('of a model are in order of external id, time and id, whatever the order of adding', () => {
    const store = temporaryStore();
    const seeds = new Map<TemplateId, string>();
    for (const name of ['C', 'A', 'B']) {
      const { person, template } = enrol(store, name);
      seeds.set(template.id, name);
      seeds.set(store.templates.add(newTemplate(person.id, `${name}2`)).id, `${name}2`);
    }
    const gallery = store.templates.listOfModel('face', FACE_MODEL);
    const order = gallery.templateIds.map((id) => seeds.get(id) ?? '');
    expect(order).toEqual(['A', 'A2', 'B', 'B2', 'C', 'C2']);
    const naive = order.flatMap((seed) => [...unitVector(seed)]);
    expect(gallery.references).toEqual({
      modality: 'face',
      dimensions: DIMENSIONS,
      rows: Float32Array.from(naive),
    });
    expect(gallery.personIds).toEqual(
      order.map((name) => store.people.findByExternalId(name.charAt(0))?.id),
    );
  });

  test('of fingers come back bit by bit, with their finger, and in one set', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    const index = store.templates.add(newPrint(person.id, 'right', 2));
    const thumb = store.templates.add(newPrint(person.id, 'a left one', 6));
    expect(index).toMatchObject(newPrint(person.id, 'right', 2));
    expect(store.templates.listOfPerson(person.id, 'fingerprint', PRINT_MODEL)).toEqual([
      index,
      thumb,
    ]);
    const gallery = store.templates.listOfModel('fingerprint', PRINT_MODEL);
    expect(gallery).toMatchObject({ templateIds: [index.id, thumb.id], fingers: [2, 6] });
    expect(gallery.references).toEqual(
      packReferences('fingerprint', [index.features, thumb.features]),
    );
    expect(store.facts().integrity()).toBe('ok');
  });

  test('a removed template is gone and a second removal is refused', () => {
    const store = temporaryStore();
    const { template } = enrol(store, 'P1');
    store.templates.remove(template.id);
    expect(store.templates.listOfModel('face', FACE_MODEL).templateIds).toEqual([]);
    expect(() => store.templates.remove(template.id)).toThrow(notFound);
    expect(() => store.templates.get(template.id)).toThrow(notFound);
  });

  test('what could not be compared is refused and nothing is stored', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    const good = newTemplate(person.id, 'P2');
    const add = (change: object) => () => store.templates.add({ ...good, ...change });
    expect(add({ features: new Float32Array(DIMENSIONS) as Embedding })).toThrow(badInput);
    expect(add({ features: new Float32Array(0) as Embedding })).toThrow(badInput);
    expect(add({ features: good.features.map((v) => v * 1.01) as Embedding })).toThrow(badInput);
    expect(add({ features: good.features.with(0, Number.NaN) })).toThrow(badInput);
    expect(add({ features: unitVector('x', 64) })).toThrow(/Expected 128 values .+ received 64/);
    expect(add({ sourceSha256: 'ABC' as Sha256 })).toThrow(badInput);
    expect(add({ quality: { ...QUALITY, yawDeg: Number.NaN } })).toThrow(badInput);
    expect(add({ personId: 'nobody' as PersonId })).toThrow(notFound);
    const print = newPrint(person.id, 'P3');
    const addPrint = (change: object) => () => store.templates.add({ ...print, ...change });
    expect(addPrint({ features: unitVector('x') })).toThrow(badInput);
    expect(addPrint({ features: anchorsOf('x').slice(0, -1) })).toThrow(badInput);
    expect(addPrint({ features: anchorsOf('x').with(0, 2) })).toThrow(badInput);
    expect(addPrint({ features: new Uint8Array() })).toThrow(badInput);
    expect(addPrint({ finger: 11 })).toThrow(badInput);
    expect(addPrint({ finger: undefined })).toThrow(badInput);
    expect(addPrint({ quality: QUALITY })).toThrow(badInput);
    expect(addPrint({ quality: { ...PRINT_QUALITY, inverted: 2 } })).toThrow(badInput);
    expect(add({ features: anchorsOf('x') })).toThrow(badInput);
    expect(add({ quality: PRINT_QUALITY })).toThrow(badInput);
    expect(store.templates.countByModel()).toMatchObject([{ templates: 1 }]);
  });

  test('without any anchor are stored as well: what they are worth is for others to say', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    const features = anchorsOf('none', 0);
    const { id } = store.templates.add({ ...newPrint(person.id, 'P1'), features } as NewTemplate);
    expect(store.templates.get(id).features).toEqual(features);
  });
});

describe('a rotten template', () => {
  test('is refused whichever of its bits flips in the file, and integrity() names it', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = openStore(path);
    const { person, template } = enrol(store, 'P1');
    store.close();
    const clean = readFileSync(path);
    const at = clean.indexOf(Buffer.from(template.features.buffer));
    expect(at).toBeGreaterThan(0);
    for (let bit = 0; bit < 64; bit++) {
      const flipped = Buffer.from(clean);
      const byte = at + Math.floor((bit * DIMENSIONS * 4) / 64);
      flipped.writeUInt8(flipped.readUInt8(byte) ^ (1 << (bit % 8)), byte);
      writeFileSync(path, flipped);
      const rotten = openStore(path);
      const refusal = expect.objectContaining({
        code: 'store-unusable',
        message: expect.stringContaining(`template ${template.id}`),
      });
      expect(() => rotten.templates.listOfPerson(person.id, 'face', FACE_MODEL)).toThrow(refusal);
      expect(() => rotten.templates.listOfModel('face', FACE_MODEL)).toThrow(refusal);
      expect(rotten.facts().integrity()).toContain(`template ${template.id}`);
      rotten.close();
    }
  });

  /** Tampering by SQL: each of these would otherwise be a quietly wrong answer. */
  test.each([
    ['the owner', `UPDATE templates SET person_id = (SELECT max(id) FROM people)`],
    ['an owner that is nobody', `UPDATE templates SET person_id = 'x'`],
    [
      'the embedding of somebody else',
      `UPDATE templates SET features = x'0000803f', dimensions = 1`,
    ],
    ['the quality', `UPDATE templates SET quality = '{}'`],
    ['the provider', `UPDATE templates SET provider = 'abacus'`],
  ])('with another value for %s is refused', (_what, sql) => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const { template } = enrol(store, 'P1');
    store.people.create({ externalId: 'P2', displayName: 'B' });
    const raw = new Sqlite(path);
    raw.pragma('foreign_keys = OFF');
    raw.exec(sql);
    raw.close();
    expect(() => store.templates.get(template.id)).toThrow(
      expect.objectContaining({ code: 'store-unusable' }),
    );
  });

  test.each([
    ['the finger', `UPDATE templates SET finger = 3`],
    ['its anchors', `UPDATE templates SET features = zeroblob(length(features))`],
    ['the quality', `UPDATE templates SET quality = '${JSON.stringify(QUALITY)}'`],
  ])('of a finger with another value for %s is refused', (_what, sql) => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const person = store.people.create({ externalId: 'P1', displayName: 'A' });
    const { id } = store.templates.add(newPrint(person.id, 'P1'));
    const raw = new Sqlite(path);
    raw.exec(sql);
    raw.close();
    expect(() => store.templates.get(id)).toThrow(
      expect.objectContaining({ code: 'store-unusable' }),
    );
  });

  test('can still be removed', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const { template } = enrol(store, 'P1');
    const raw = new Sqlite(path);
    raw.exec('UPDATE templates SET seal = zeroblob(32)');
    raw.close();
    store.templates.remove(template.id);
    expect(store.facts().integrity()).toBe('ok');
  });
});
