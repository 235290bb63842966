import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { planEnrolment } from '../../../app/services/enrolment/plan.ts';
import { enrolAt, failureOf, temporaryFolder, temporaryStore } from '../support.ts';

function folderWith(...files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), 'x');
  }
  return folder;
}

test('a folder a person: its files are the person’s images, clutter is passed over', async () => {
  const store = temporaryStore();
  enrolAt(store, 'ada', 0, [0]);
  const folder = folderWith(
    'ada/2.jpg',
    'ada/1.jpg',
    'ada/.DS_Store',
    'ada/Thumbs.db',
    'group/ben/1.png',
    'lost.jpg',
  );
  expect(
    await planEnrolment(store, { folder, modality: 'face', rule: { kind: 'folder' } }),
  ).toEqual({
    people: [
      { externalId: 'ada', images: [{ path: 'ada/1.jpg' }, { path: 'ada/2.jpg' }], enrolled: true },
      { externalId: 'ben', images: [{ path: 'group/ben/1.png' }], enrolled: false },
    ],
    images: 3,
    without: { files: 1, first: ['lost.jpg'] },
    missing: { files: 0, first: [] },
    leftOut: 0,
  });
});

test('a pattern reads the person, and of prints the finger, out of the name', async () => {
  const folder = folderWith('p1_right-index_1.png', 'p1_7_1.png', 'p2_2_1.png', 'readme.txt');
  const rule = { kind: 'pattern', pattern: '{person}_{finger}_{shot}' } as const;
  const store = temporaryStore();
  const plan = await planEnrolment(store, { folder, modality: 'fingerprint', rule });
  expect(plan.people).toMatchObject([
    { externalId: 'p1', images: [{ finger: 7 }, { finger: 2 }] },
    { externalId: 'p2', images: [{ finger: 2 }] },
  ]);
  expect(plan.without).toEqual({ files: 1, first: ['readme.txt'] });
});

test('a list says it all by itself; of faces it names no fingers', async () => {
  const text = 'person,path,name,finger\nada,1.png,Ada,2\nben,2.png,,\nada,3.png,,\n';
  const store = temporaryStore();
  const folder = folderWith('1.png', '3.png');
  const plan = await planEnrolment(store, {
    folder,
    modality: 'face',
    rule: { kind: 'list', text },
  });
  expect(plan.missing).toEqual({ files: 1, first: ['2.png'] });
  expect(plan.people).toEqual([
    {
      externalId: 'ada',
      displayName: 'Ada',
      images: [{ path: '1.png' }, { path: '3.png' }],
      enrolled: false,
    },
    { externalId: 'ben', images: [{ path: '2.png' }], enrolled: false },
  ]);
});

test('what one person has too much of is left out, and counted', async () => {
  const folder = folderWith(...Array.from({ length: 103 }, (_, i) => `ada/${100 + i}.jpg`));
  const store = temporaryStore();
  const plan = await planEnrolment(store, { folder, modality: 'face', rule: { kind: 'folder' } });
  expect([plan.images, plan.leftOut]).toEqual([100, 3]);
});

test.each([
  ['a list without heading', { kind: 'list', text: 'ada,1.png\n' }],
  ['a list with a path that leads out', { kind: 'list', text: 'person,path\nada,../1.png\n' }],
  ['a pattern without person', { kind: 'pattern', pattern: '{shot}' }],
] as const)('%s is refused', async (_what, rule) => {
  const input = { folder: folderWith('a/1.png'), modality: 'face', rule } as const;
  expect((await failureOf(() => planEnrolment(temporaryStore(), input))).code).toBe('bad-input');
});

test('a list with wrong rows names all of them, but nothing of what is in them', async () => {
  const text = [
    'person,path,name,finger',
    'ada,1.png,,',
    ',2.png,Ben,',
    'cyd,,,',
    `${'x'.repeat(201)},3.png,,`,
    'eve,4.png,,eleventh',
    '',
    'eve,,,',
  ].join('\n');
  const rule = { kind: 'list', text } as const;
  const input = { folder: folderWith(), modality: 'face', rule } as const;
  const { code, message } = await failureOf(() => planEnrolment(temporaryStore(), input));
  expect(code).toBe('bad-input');
  expect(message).toMatch(/person and path .* in rows 2, 3, 6 below the heading\./);
  expect(message).toMatch(/200 readable characters .* in row 4 below the heading\./);
  expect(message).toMatch(/for the finger .* in row 5 below the heading\.$/);
  expect(message).not.toMatch(/Ben|cyd|eve|eleventh|xxx/);
});

test('a list that writes one name in two ways means one person', async () => {
  const text = 'person,path\nJose\u0301,1.png\nJos\u00e9,2.png\n';
  const rule = { kind: 'list', text } as const;
  const input = { folder: folderWith(), modality: 'face', rule } as const;
  const { people } = await planEnrolment(temporaryStore(), input);
  expect(people.map(({ images }) => images.length)).toEqual([2]);
});
