import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClaims, type Claims } from '../../../app/services/audit/claims.ts';
import { failureOf } from '../support.ts';

const NFC = 'Zoe\u0308'.normalize('NFC');
const NFD = NFC.normalize('NFD');

/** Claims as faces have them: persons and nothing else. */
function personsOf({ read, listed }: Claims) {
  return {
    read(path: string) {
      const claim = read(path);
      expect(claim?.finger).toBeUndefined();
      return claim?.person;
    },
    listed,
  };
}

const byPattern = (pattern: string) =>
  personsOf(createClaims({ kind: 'pattern', pattern }, undefined, 'face')).read;
const manifest = (text: string) => personsOf(createClaims({ kind: 'manifest' }, text, 'face'));

describe('by folder', () => {
  const { read, listed } = personsOf(createClaims({ kind: 'folder' }, undefined, 'face'));

  test('the folder right above the file says who; at the top nobody does', () => {
    expect(read('ada/1.jpg')).toBe('ada');
    expect(read('2024/ada/1.jpg')).toBe('ada');
    expect(read('1.jpg')).toBeUndefined();
    expect(read(' /1.jpg')).toBeUndefined();
    expect(listed).toEqual([]);
  });

  test('a decomposed name is the composed external id', () => {
    expect(NFD).not.toBe(NFC);
    expect(read(`${NFD}/1.jpg`)).toBe(NFC);
  });
});

describe('by pattern', () => {
  test.each([
    ['{person}_{n}', 'Ana_Maria_0001.jpg', 'Ana_Maria'],
    ['{person}_{n}', 'x/y/Ana_Maria_0001.jpg', 'Ana_Maria'],
    ['{person}_{n}', 'Ana_Maria_0001', 'Ana_Maria'],
    ['{person}_{n}', 'Ana.jpg', undefined],
    ['{person}_{n}', '_1.jpg', undefined],
    ['{n}_{person}', '0001_Ana_Maria.jpg', 'Ana_Maria'],
    ['{n}_{person}', '0001_Ana.tar.gz', 'Ana.tar'],
    ['{person}/*/{shot}', 'ada/2024/1.jpg', 'ada'],
    ['{person}/*/{shot}', 'ada/1.jpg', undefined],
    ['{person}/*/{shot}', 'x/ada/2024/1.jpg', undefined],
    ['*/{person}/*', 'x/ada/1.jpg', 'ada'],
    ['{person}.jpg', 'ada.jpg', 'ada'],
    ['{person}.jpg', 'ada.png', undefined],
    ['{person}.jpg', 'adaXjpg', undefined],
    ['{person}_*.jpg', 'ada_1.jpg', 'ada'],
    ['{person}.{extension}', 'ada.lovelace.jpg', 'ada.lovelace'],
    ['{person}', 'ada.jpg', 'ada'],
    ['id-{person}-*', 'id-007-front.png', '007'],
    ['id.{person}', 'id.ada.jpg', 'ada'],
    ['{person}.*', 'ada.lovelace.jpg', 'ada.lovelace'],
    ['{person}_v1.2_{n}', 'ada_v1.2_3.jpg', 'ada'],
    ['{person}', 'x/.hidden', '.hidden'],
    ['{person}/{shot}', 'ada.b/1', 'ada.b'],
  ])('%s reads %s as %s', (pattern, path, person) => {
    expect(byPattern(pattern)(path)).toBe(person);
  });

  test('what means something to a regular expression is only itself', () => {
    expect(byPattern('({person})[+]^$|?.{n}')('(ada)[+]^$|?.1')).toBe('ada');
    expect(byPattern('a.c_{person}')('abc_ada.jpg')).toBeUndefined();
    expect(byPattern('{person}_{n}')('a+b(c)[d]_1.jpg')).toBe('a+b(c)[d]');
    expect(byPattern('-{person}/#{n}')('-ada/#1')).toBe('ada');
  });

  test('composed or decomposed, pattern and name meet', () => {
    expect(byPattern(`${NFC}_{person}`)(`${NFD}_1.jpg`)).toBe('1');
    expect(byPattern(`${NFD}_{person}`)(`${NFC}_1.jpg`)).toBe('1');
    expect(byPattern('{person}_{n}')(`${NFD}_1.jpg`)).toBe(NFC);
  });

  test.each(['', 'x', '{n}', '{Person}', '{person}_{person}', '{ person }'])(
    'the pattern "%s" does not name the person exactly once',
    async (pattern) => {
      expect((await failureOf(() => byPattern(pattern))).code).toBe('bad-input');
    },
  );

  test('every name is read back from what a pattern with it makes', () => {
    const plain = fc.string({ minLength: 1, unit: 'grapheme' });
    const name = plain.filter((text) => !/[/]/.test(text) && text.trim() === text && text !== '');
    fc.assert(
      fc.property(name, fc.nat(), (person, number) => {
        const read = byPattern('{person}_{n}');
        expect(read(`folder/${person}_${number}.jpg`)).toBe(person.normalize('NFC'));
      }),
    );
  });
});

describe('by manifest', () => {
  test('rows say who; columns in any order, with a mark in front, quotes and others between', () => {
    const { read, listed } = manifest(
      '\uFEFFperson,shot,path\r\n"Lovelace, Ada",1,a/1.jpg\r\n\r\n"B ""Bob""",2,"b, c.jpg"\r\n',
    );
    expect(read('a/1.jpg')).toBe('Lovelace, Ada');
    expect(read('b, c.jpg')).toBe('B "Bob"');
    expect(read('c.jpg')).toBeUndefined();
    expect(listed).toEqual(['a/1.jpg', 'b, c.jpg']);
  });

  test('paths may be written as Windows does, or with a dot in front', () => {
    const { listed } = manifest('path,person\na\\b\\1.jpg,ada\n./c/2.jpg,bob\n.\\d.jpg,eve\n');
    expect(listed).toEqual(['a/b/1.jpg', 'c/2.jpg', 'd.jpg']);
  });

  test('a row may say that a file shows nobody in particular', () => {
    const { read, listed } = manifest('path,person\n1.jpg,\n');
    expect(read('1.jpg')).toBeUndefined();
    expect(listed).toEqual(['1.jpg']);
  });

  test('equal rows are one row; two people for one path are refused', async () => {
    expect(manifest('path,person\n1.jpg,ada\n./1.jpg,ada\n').listed).toEqual(['1.jpg']);
    const failure = await failureOf(() => manifest('path,person\n1.jpg,ada\n1.jpg,bob\n'));
    expect(failure.code).toBe('bad-input');
    expect(failure.message).not.toMatch(/ada|bob|1\.jpg/);
  });

  test('composed or decomposed, a path of the list and a file are the same', () => {
    expect(manifest(`path,person\n${NFC}.jpg,x\n`).read(`${NFD}.jpg`)).toBe('x');
    expect(manifest(`path,person\n${NFD}.jpg,${NFD}\n`).read(`${NFC}.jpg`)).toBe(NFC);
  });

  const secret = 'Secret';
  test.each([
    ['no text', ''],
    ['no rows', 'path,person\n'],
    ['no column path', `file,person\n${secret},${secret}\n`],
    ['no column person', `path,name\n${secret},${secret}\n`],
    ['no heading', `${secret}.jpg,${secret}\n2.jpg,${secret}\n`],
    ['a cell too many', `path,person\n1.jpg,${secret},${secret}\n`],
    ['an open quote', `path,person\n"1.jpg,${secret}\n`],
    ['a stray quote', `path,person\n1.jpg,${secret} "x"\n`],
    ['an empty path', `path,person\n"",${secret}\n`],
    ['a path that leads out', `path,person\n../${secret}.jpg,${secret}\n`],
    ['a path that leads out as on Windows', `path,person\na\\..\\..\\${secret}.jpg,${secret}\n`],
    ['an absolute path', `path,person\n/${secret}.jpg,${secret}\n`],
  ])('%s is refused, and nothing of it is repeated', async (_, text) => {
    const { code, message } = await failureOf(() => manifest(text));
    expect(code).toBe('bad-input');
    expect(message).not.toContain(secret);
  });

  test('the line of a mistake is told', async () => {
    const failure = await failureOf(() => manifest('path,person\n1.jpg,ada\n2.jpg,bob,x\n'));
    expect(failure.message).toContain('line 3');
  });
});

test('by no rule nobody is claimed', () => {
  const { read, listed } = personsOf(createClaims({ kind: 'none' }, undefined, 'face'));
  expect(read('ada/1.jpg')).toBeUndefined();
  expect(listed).toEqual([]);
});

describe('of fingerprints', () => {
  const byFinger = (pattern: string) =>
    createClaims({ kind: 'pattern', pattern }, undefined, 'fingerprint').read;
  const listOf = (text: string) => createClaims({ kind: 'manifest' }, text, 'fingerprint');

  test.each([
    ['ada_2_1.png', 'ada', 2],
    ['ada_02_1.wsq', 'ada', 2],
    ['ada_10_8.tif', 'ada', 10],
    ['ada_0_1.png', 'ada', 0],
    ['ada_right-index_1.png', 'ada', 2],
    ['ada_Right_Index_1.png', 'ada', 2],
    ['prints/ada_b_left-little_3.png', 'ada_b', 10],
    ['101_7_3.tif', '101', 7],
  ])('%s is a print of a person and a finger', (path, person, finger) => {
    expect(byFinger('{person}_{finger}_{impression}')(path)).toEqual({ person, finger });
  });

  test('a name that has no finger where one should be makes no claim', () => {
    const read = byFinger('{person}_{finger}_{impression}');
    for (const path of ['ada_11_1.png', 'ada_pinkie_1.png', 'ada_1.png', 'ada__1.png']) {
      expect(read(path), path).toBeUndefined();
    }
  });

  test('the finger may be a folder, or not be named at all', () => {
    const read = byFinger('{person}/{finger}/*');
    expect(read('ada/left-thumb/1.png')).toEqual({ person: 'ada', finger: 6 });
    expect(byFinger('{person}_{n}')('ada_3.png')).toEqual({ person: 'ada' });
  });

  test('of faces {finger} is a placeholder like any other', () => {
    expect(byPattern('{person}_{finger}')('ada_pinkie.png')).toBe('ada');
  });

  test('a manifest may have a column for the finger', () => {
    const { read } = listOf('path,person,finger\n1.png,ada,right-thumb\n2.png,ada,\n3.png,bob,7\n');
    expect(read('1.png')).toEqual({ person: 'ada', finger: 1 });
    expect(read('2.png')).toEqual({ person: 'ada' });
    expect(read('3.png')).toEqual({ person: 'bob', finger: 7 });
  });

  test.each([
    ['a finger that is none', 'path,person,finger\n1.png,ada,pinkie\n'],
    ['two fingers for one path', 'path,person,finger\n1.png,ada,1\n1.png,ada,2\n'],
  ])('a manifest with %s is refused', async (_, text) => {
    expect((await failureOf(() => listOf(text))).code).toBe('bad-input');
  });

  test('a pattern with two fingers is refused', async () => {
    const failure = await failureOf(() => byFinger('{person}_{finger}_{finger}'));
    expect(failure.message).toContain('{finger} once at most');
  });
});
