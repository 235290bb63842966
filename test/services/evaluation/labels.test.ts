import { describe, expect, test } from 'vitest';
import { createLabels } from '../../../app/services/evaluation/labels.ts';
import { failureOf } from '../support.ts';

const byPattern = (pattern: string) => createLabels({ kind: 'pattern', pattern }, undefined).read;
const byManifest = (text: string) => createLabels({ kind: 'manifest' }, text);

describe('by folder', () => {
  const { read } = createLabels({ kind: 'folder' }, undefined);

  test('the whole way to a file is its label: fingers of one name are of different people', () => {
    expect(read('ana/right-index/1.png')?.label).toBe('ana/right-index');
    expect(read('eve/right-index/1.png')?.label).toBe('eve/right-index');
    expect(read('ana/1.png')).toEqual({ label: 'ana', person: 'ana', fields: {} });
  });

  test('a file outside of any folder has none', () => {
    expect(read('1.png')).toBeUndefined();
  });
});

describe('by pattern', () => {
  test('as FVC names its files: each finger a label of its own', () => {
    const read = byPattern('{finger}_{impression}');
    expect(read('101_3.png')).toEqual({
      label: '101',
      person: '101',
      fields: { finger: '101', impression: '3' },
    });
    expect(read('deep/down/101_3.tif')?.label).toBe('101');
    expect(read('101.png')).toBeUndefined();
  });

  test('a person with fingers: a label a finger, a person for all of them', () => {
    const read = byPattern('{person}_{finger}_{impression}');
    expect(read('101_4_1.bmp')).toMatchObject({ label: '101/4', person: '101' });
    expect(read('101_5_1.bmp')).toMatchObject({ label: '101/5', person: '101' });
  });

  test('other fields are for slices, and an extension in the pattern counts', () => {
    const read = byPattern('{sensor}/{person}/*.{type}');
    expect(read('optical/ana/x.png')?.fields).toEqual({
      sensor: 'optical',
      person: 'ana',
      type: 'png',
    });
    expect(byPattern('{person}_*.png')('ana_1.jpg')).toBeUndefined();
  });

  test('composed and decomposed names are one', () => {
    const read = byPattern('{person}_{number}');
    expect(read('Mu\u0308ller_1.jpg')?.label).toBe('M\u00fcller');
  });

  test.each(['{number}', '{person}_{person}', '{}_{person}', '{a b}_{person}'])(
    '%s is refused',
    async (pattern) => {
      expect((await failureOf(() => byPattern(pattern))).code).toBe('bad-input');
    },
  );
});

describe('by manifest', () => {
  test('person, finger and further columns', () => {
    const { read, listed, fields } = byManifest(
      'path,person,finger,sensor\na.png,ana,2,optical\n./b.png,ana,3,\nc.png,,,x\n',
    );
    expect(read('a.png')).toEqual({
      label: 'ana/2',
      person: 'ana',
      fields: { person: 'ana', finger: '2', sensor: 'optical' },
    });
    expect(read('b.png')?.label).toBe('ana/3');
    expect(read('c.png')).toBeUndefined();
    expect(listed).toEqual(['a.png', 'b.png', 'c.png']);
    expect(fields).toEqual(['person', 'finger', 'sensor']);
  });

  test.each([
    ['no column that says whose', 'path,name\na.png,ana\n', 'columns path and person'],
    ['a path that leads outside', 'path,person\n../a.png,ana\n', 'row 1'],
    ['two labels for one path', 'path,person\na.png,ana\na.png,eve\n', 'row 2'],
  ])('%s is refused', async (_, text, told) => {
    const failure = await failureOf(() => byManifest(text));
    expect(failure.code).toBe('bad-input');
    expect(failure.message).toContain(told);
  });

  test('without any rule there are no labels', async () => {
    expect((await failureOf(() => createLabels({ kind: 'none' }, undefined))).code).toBe(
      'bad-input',
    );
  });
});
