import { expect, test } from 'vitest';
import type { ModelId } from '../../app/core/vocabulary.ts';
import { createPeopleService } from '../../app/services/people.ts';
import { createVerification } from '../../app/services/verification.ts';
import { createFakeEngine, face } from './fake-engine.ts';
import { enrolAt, failureOf, temporaryStore } from './support.ts';

function peopleUnderTest() {
  const store = temporaryStore();
  const people = createPeopleService({ store });
  const { verify } = createVerification({ engine: createFakeEngine(), store });
  return { store, people, verify };
}

test('a list is a page of all, with the number of all', () => {
  const { store, people } = peopleUnderTest();
  for (const name of ['eve', 'ada', 'bob']) enrolAt(store, name, 0, [0]);
  const page = people.list({ limit: 2, offset: 1 });
  expect(page.total).toBe(3);
  expect(page.people.map(({ externalId }) => externalId)).toEqual(['bob', 'eve']);
  expect(people.list({ search: 'AD', limit: 10, offset: 0 })).toMatchObject({
    total: 1,
    people: [{ externalId: 'ada' }],
  });
});

test('what is held on a person is shown whole: references of every model, and the log', async () => {
  const { store, people, verify } = peopleUnderTest();
  enrolAt(store, 'ada', 0, [0, 1]);
  enrolAt(store, 'ada', 0, [2], 'fake-2' as ModelId);
  enrolAt(store, 'bob', 1, [0]);
  await verify({
    externalId: 'ada',
    probe: face(0, 0),
    capture: { modality: 'face', face: 'dominant' },
  });
  await verify({
    externalId: 'bob',
    probe: face(0, 0),
    capture: { modality: 'face', face: 'dominant' },
  });
  const { person, templates, attempts } = people.show('ada');
  expect(person.externalId).toBe('ada');
  expect(templates.map(({ modelId }) => modelId)).toEqual(['fake-1', 'fake-1', 'fake-2']);
  expect(templates.every((template) => !('features' in template))).toBe(true);
  expect(attempts).toMatchObject([{ kind: 'verification', outcome: 'match' }]);
});

test('erasing takes the person, all references, and every link of the log', async () => {
  const { store, people, verify } = peopleUnderTest();
  const { templates } = enrolAt(store, 'ada', 0, [0]);
  enrolAt(store, 'bob', 1, [0]);
  const { attemptId } = await verify({
    externalId: 'ada',
    probe: face(0, 0),
    capture: { modality: 'face', face: 'dominant' },
  });
  expect(people.remove('ada').externalId).toBe('ada');

  expect(people.list({ limit: 10, offset: 0 }).people).toMatchObject([{ externalId: 'bob' }]);
  expect((await failureOf(() => store.templates.get(templates[0].id))).code).toBe('not-found');
  const [attempt] = store.attempts.list({ limit: 10 });
  expect(attempt.id).toBe(attemptId);
  expect(attempt).not.toHaveProperty('personId');
  expect(attempt).not.toHaveProperty('templateId');
  expect((await failureOf(() => people.remove('ada'))).code).toBe('not-found');
});

test('a person can be renamed, and all of it happens or nothing', async () => {
  const { store, people } = peopleUnderTest();
  const { person } = enrolAt(store, 'ada', 0, [0]);
  enrolAt(store, 'bob', 1, [0]);
  const change = { externalId: 'ada', displayName: 'Ada King', notes: 'a countess' };
  expect(people.rename({ ...change, newExternalId: 'ada-1815' })).toMatchObject({
    id: person.id,
    externalId: 'ada-1815',
    displayName: 'Ada King',
    notes: 'a countess',
  });
  const failure = await failureOf(() =>
    people.rename({ externalId: 'ada-1815', displayName: 'Ada', newExternalId: 'bob' }),
  );
  expect(failure.code).toBe('conflict');
  expect(store.people.get(person.id).displayName).toBe('Ada King');
});

test('whoever is not enrolled can be neither shown, renamed nor erased', async () => {
  const { people } = peopleUnderTest();
  const calls = [
    () => people.show('nobody-here'),
    () => people.rename({ externalId: 'nobody-here', displayName: 'X' }),
    () => people.remove('nobody-here'),
  ];
  for (const call of calls) {
    const { code, message } = await failureOf(call);
    expect(code).toBe('not-found');
    expect(message).not.toContain('nobody-here');
  }
});
