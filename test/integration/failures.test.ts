/** What a script sees when something is wrong: one JSON document, and the documented exit code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, openWorkplace, type Workplace } from './workplace.ts';

describe('failures', { timeout: 60_000 }, () => {
  let place: Workplace;
  beforeAll(() => {
    place = openWorkplace();
    place.write('a.jpg', 'Never looked at.');
    place.write('text.sqlite', 'This is a text.\n');
    place.write('broken.csv', 'person,path\n"ada,ada.jpg\n');
  });
  afterAll(() => place?.remove());

  test.each([
    [64, 'not-found', ['people', 'show', 'zoe']],
    [64, 'bad-input', ['people', 'remove', 'zoe']],
    [64, 'bad-input', ['people', 'list', '--colour']],
    [64, 'bad-input', ['compare', 'a.jpg', 'a.jpg', '--fmr', '2']],
    [64, 'bad-input', ['compare', 'a.jpg', '.']],
    [64, 'bad-input', ['enrol', '--list', 'broken.csv', '--root', '.']],
    [64, 'bad-input', ['verify', 'ada']],
    [64, 'bad-input', ['audit', 'nowhere']],
    [70, 'store-unusable', ['people', 'list', '--store', 'text.sqlite']],
  ] as const)('exit code %i, %s: twinmark %j', async (code, failure, args) => {
    const ended = await place.run(...args, '--json');
    expect(answer(ended)).toEqual({
      failure: { code: failure, message: expect.stringMatching(/\S/) as string },
    });
    expect(ended.code).toBe(code);
  });

  test('for people the same goes to the standard error, and nothing to the output', async () => {
    const ended = await place.run('people', 'show', 'zoe', '--store', place.store);
    expect(ended).toMatchObject({ code: 64, stdout: '' });
    expect(ended.stderr).toMatch(/^twinmark: Expected the external id of an enrolled person .*\n$/);
    expect(ended.stderr).not.toContain('zoe');
  });

  test('help is no failure, and names every exit code', async () => {
    const { code, stdout, stderr } = await place.run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const each of ['0 match or done', '1 no match', '2 ', '64 ', '70 ']) {
      expect(stdout).toContain(each);
    }
  });
});
