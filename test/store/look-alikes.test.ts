import { expect, test } from 'vitest';
import type { Distance } from '../../app/core/vocabulary.ts';
import { FACE_MODEL, OTHER_MODEL, enrol, newTemplate, temporaryStore } from './fixtures.ts';

const at = (value: number) => value as Distance;

function enrolled() {
  const store = temporaryStore();
  const [ada, bob, eve] = ['ada', 'bob', 'eve'].map((name) => enrol(store, name));
  return { store, ada, bob, eve };
}

test('the nearest other person is that of the closest pair, in either order of enrolment', () => {
  const { store, ada, bob, eve } = enrolled();
  store.lookAlikes.add([
    { templateId: ada.template.id, otherTemplateId: bob.template.id, distance: at(0.9) },
    { templateId: eve.template.id, otherTemplateId: ada.template.id, distance: at(0.8) },
  ]);
  const nearest = (who: typeof ada) => {
    const found = store.lookAlikes.nearestOf(who.person.id, 'face', FACE_MODEL);
    return found && [found.otherId, found.distance];
  };
  expect(nearest(ada)).toEqual([eve.person.id, 0.8]);
  expect(nearest(bob)).toEqual([ada.person.id, 0.9]);
  expect(nearest(eve)).toEqual([ada.person.id, 0.8]);
  expect(store.lookAlikes.nearestOf(ada.person.id, 'face', OTHER_MODEL)).toBeUndefined();
});

test('two people are one pair, by their closest references, closest first', () => {
  const { store, ada, bob, eve } = enrolled();
  const second = store.templates.add(newTemplate(ada.person.id, 'ada/2'));
  store.lookAlikes.add([
    { templateId: ada.template.id, otherTemplateId: bob.template.id, distance: at(0.9) },
    { templateId: second.id, otherTemplateId: bob.template.id, distance: at(0.7) },
    { templateId: bob.template.id, otherTemplateId: eve.template.id, distance: at(0.6) },
  ]);
  const list = (within: number, limit = 9) =>
    store.lookAlikes.list('face', FACE_MODEL, at(within), limit).map(({ distance }) => distance);
  expect(list(1)).toEqual([0.6, 0.7]);
  expect(list(0.65)).toEqual([0.6]);
  expect(list(1, 1)).toEqual([0.6]);
});

test('a pair goes with a reference of it, and with a person', () => {
  const { store, ada, bob, eve } = enrolled();
  store.lookAlikes.add([
    { templateId: ada.template.id, otherTemplateId: bob.template.id, distance: at(0.9) },
    { templateId: ada.template.id, otherTemplateId: eve.template.id, distance: at(0.8) },
  ]);
  store.templates.remove(bob.template.id);
  expect(store.lookAlikes.nearestOf(bob.person.id, 'face', FACE_MODEL)).toBeUndefined();
  store.people.remove(eve.person.id);
  expect(store.lookAlikes.nearestOf(ada.person.id, 'face', FACE_MODEL)).toBeUndefined();
});

test('a search through the whole replaces what was known of that model only', () => {
  const { store, ada, bob, eve } = enrolled();
  const others = [ada, bob].map(({ person }) =>
    store.templates.add(newTemplate(person.id, `${person.id}/b`, OTHER_MODEL)),
  );
  store.lookAlikes.add([
    { templateId: ada.template.id, otherTemplateId: bob.template.id, distance: at(0.9) },
    { templateId: others[0].id, otherTemplateId: others[1].id, distance: at(0.5) },
  ]);
  expect(store.lookAlikes.lastScan('face', FACE_MODEL)).toBeUndefined();
  const pair = { templateId: ada.template.id, otherTemplateId: eve.template.id, distance: at(0.7) };
  store.lookAlikes.replace('face', FACE_MODEL, { guardDistance: at(1), people: 3 }, [pair, pair]);
  const distances = (modelId: typeof FACE_MODEL) =>
    store.lookAlikes.list('face', modelId, at(2), 9).map(({ distance }) => distance);
  expect(distances(FACE_MODEL)).toEqual([0.7]);
  expect(distances(OTHER_MODEL)).toEqual([0.5]);
  expect(store.lookAlikes.lastScan('face', FACE_MODEL)).toMatchObject({
    guardDistance: 1,
    people: 3,
  });
});
