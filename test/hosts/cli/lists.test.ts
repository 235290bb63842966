import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { ComparedPair } from '../../../app/contract/results.ts';
import { readPairs, resultsCsv } from '../../../app/hosts/cli/commands/compare-pairs.ts';
import { readEnrolList } from '../../../app/services/enrolment/list.ts';
import { asDistance } from '../../core/support.ts';
import { failureOf } from '../../services/support.ts';

const SECRET = 'Wollstonecraft';

describe('a list of pairs', () => {
  test('is read in its order, with what it says is true as it is written', () => {
    const text =
      '\uFEFFreference,probe,mated,more\r\n"b, 1.jpg",a.jpg,yes,x\r\n\r\nb.jpg,a.jpg,,y\r\n';
    expect(readPairs(text)).toEqual([
      { probe: 'a.jpg', reference: 'b, 1.jpg', mated: 'yes' },
      { probe: 'a.jpg', reference: 'b.jpg', mated: '' },
    ]);
    expect(readPairs('probe,reference\na,b')).toEqual([{ probe: 'a', reference: 'b', mated: '' }]);
  });

  test.each([
    ['nothing', '', 'at least one'],
    ['a heading only', 'probe,reference\n', 'at least one'],
    ['no column probe', `image,reference\n${SECRET},b\n`, 'row 1'],
    ['no heading', `${SECRET},b\nc,d\n`, 'row 1'],
    ['an empty cell', `probe,reference\na,b\n${SECRET},\n`, 'row 2'],
    ['a cell too many', `probe,reference\na,b\na,b,${SECRET}\n`, 'line 3'],
    ['an open quote', `probe,reference\na,"${SECRET}\n`, 'line'],
    ['a stray quote', `probe,reference\na,${SECRET}"\n`, 'line 2'],
  ])('with %s is refused, telling the row but not what is in it', async (_, text, told) => {
    const { code, message } = await failureOf(() => readPairs(text));
    expect(code).toBe('bad-input');
    expect(message).toContain(told);
    expect(message).not.toContain(SECRET);
  });
});

describe('a list of people', () => {
  const readList = (text: string) => readEnrolList(text, '--list');

  test('gathers the rows of one person and keeps the order of people', () => {
    const text = 'person,path,name\nbob,b/1.jpg,\nada,a/1.jpg,Ada L.\nbob,b/2.jpg,Bob\n';
    expect(readList(text)).toEqual([
      {
        externalId: 'bob',
        displayName: undefined,
        images: [{ path: 'b/1.jpg' }, { path: 'b/2.jpg' }],
      },
      { externalId: 'ada', displayName: 'Ada L.', images: [{ path: 'a/1.jpg' }] },
    ]);
  });

  test('may name a finger in each row, by name or code', () => {
    const text = 'person,path,finger\nada,1.png,right-index\nada,2.png,7\nada,3.png,\n';
    expect(readList(text)).toMatchObject([
      {
        externalId: 'ada',
        images: [{ path: '1.png', finger: 2 }, { path: '2.png', finger: 7 }, { path: '3.png' }],
      },
    ]);
  });

  test('takes names that mean something to JavaScript as names', () => {
    expect(readList('person,path\n__proto__,1.jpg\nconstructor,2.jpg\n')).toMatchObject([
      { externalId: '__proto__' },
      { externalId: 'constructor' },
    ]);
  });

  test.each([
    ['nothing', '', 'at least one'],
    ['no column path', `person,file\n${SECRET},1.jpg\n`, 'row 1'],
    ['an empty cell', `person,path\nada,1.jpg\n${SECRET},\n`, 'row 2'],
    ['a finger that is none', `person,path,finger\nada,1.png,${SECRET}\n`, 'row 1'],
    ['a cell too few', `person,path\n${SECRET}\n`, 'line 2'],
  ])('with %s is refused, telling the row but not what is in it', async (_, text, told) => {
    const { code, message } = await failureOf(() => readList(text));
    expect(code).toBe('bad-input');
    expect(message).toContain(told);
    expect(message).not.toContain(SECRET);
  });
});

describe('the results of a list', () => {
  const listed = [
    { probe: 'b.jpg', reference: 'a.jpg', mated: '1' },
    { probe: 'a, "x".jpg', reference: 'c.jpg', mated: '' },
    { probe: 'a.jpg', reference: 'd.jpg', mated: '0' },
  ];
  const compared: readonly ComparedPair[] = [
    {
      probe: 'b.jpg',
      reference: 'a.jpg',
      distance: asDistance(0.12345678),
      outcome: 'match',
      reasons: [],
    },
    {
      probe: 'a, "x".jpg',
      reference: 'c.jpg',
      outcome: 'failure-to-acquire',
      reasons: [
        { problem: 'too-blurred', measured: 0.0512, limit: 0.07, unit: 'sharpness', of: 'probe' },
        { problem: 'no-face', of: 'reference' },
      ],
    },
    {
      probe: 'a.jpg',
      reference: 'd.jpg',
      distance: asDistance(2),
      outcome: 'non-match',
      reasons: [],
    },
  ];

  test('come in the order of the list, seven decimals each', () => {
    const text = resultsCsv(listed, compared);
    expect(text.split('\n')[0]).toBe('probe,reference,mated,distance,outcome,reason');
    expect(parse(text, { from_line: 2 })).toEqual([
      ['b.jpg', 'a.jpg', '1', '0.1234568', 'match', ''],
      [
        'a, "x".jpg',
        'c.jpg',
        '',
        '',
        'failure-to-acquire',
        'probe: too-blurred (0.0512, limit 0.07 sharpness); reference: no-face',
      ],
      ['a.jpg', 'd.jpg', '0', '2.0000000', 'non-match', ''],
    ]);
  });

  test('can be read as a list again', () => {
    const again = readPairs(resultsCsv(listed, compared));
    expect(again).toEqual(listed);
  });
});
