import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TemplateId } from '../../app/core/vocabulary.ts';
import { enrol, newTemplate, temporaryFolder, temporaryStore } from './fixtures.ts';

test('an image comes back as it was kept, with its template and with no other', () => {
  const store = temporaryStore();
  const { person, template } = enrol(store, 'ada');
  const second = store.templates.add(newTemplate(person.id, 'second'));
  const bytes = Uint8Array.from([0, 255, 7]);
  store.images.keep(template.id, bytes);
  expect(store.images.get(template.id)).toEqual(bytes);
  expect(store.images.get(second.id)).toBeUndefined();
  expect(store.images.listOfPerson(person.id)).toEqual([template.id]);
});

test('of a template that is not there none is kept', () => {
  const store = temporaryStore();
  const call = () => store.images.keep('none' as TemplateId, Uint8Array.of(1));
  expect(call).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test.each([
  ['a flipped bit', `UPDATE images SET bytes = x'00ff06'`],
  ['another template', `UPDATE images SET template_id = 'other'`],
])('an image that has rotted (%s) is told and never shown', (_what, damage) => {
  const path = join(temporaryFolder(), 'people.db');
  const store = temporaryStore(path);
  const { template } = enrol(store, 'ada');
  store.images.keep(template.id, Uint8Array.from([0, 255, 7]));
  store.close();
  const raw = new Sqlite(path);
  raw.pragma('foreign_keys = OFF');
  raw.exec(damage);
  raw.exec(`UPDATE templates SET id = 'other' WHERE ${damage.includes('other') ? 1 : 0}`);
  raw.close();
  const again = temporaryStore(path);
  const id = damage.includes('other') ? ('other' as TemplateId) : template.id;
  expect(() => again.images.get(id)).toThrow(/bytes that have changed since/);
  expect(again.facts().integrity()).not.toBe('ok');
});
