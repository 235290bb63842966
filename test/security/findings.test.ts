import { describe, expect, it } from 'vitest';
import { ALLOWED } from './allowed.ts';
import { judge } from './findings.ts';

const planted = { file: 'planted.ts', ids: ['BAD'] };
const seen = { id: 'BAD', file: 'planted.ts', line: 1 };
const finding = { id: 'X', file: 'app/a.ts', line: 7 };

describe('a scan', () => {
  it('passes with what is allowed and nothing else', () => {
    const allowed = [{ id: 'X', file: 'app/a.ts', why: '' }];
    const clean = { fresh: [], stale: [], missed: [] };
    expect(judge([seen, finding], allowed, planted)).toEqual(clean);
  });

  it('fails for the same finding in another file, or another in the same', () => {
    const allowed = [{ id: 'X', file: 'app/a.ts', why: '' }];
    const others = [
      { ...finding, file: 'app/b.ts' },
      { ...finding, id: 'Y' },
    ];
    expect(judge([seen, finding, ...others], allowed, planted).fresh).toEqual(others);
  });

  it('fails for what is allowed and not found any more', () => {
    const allowed = [{ id: 'X', file: 'app/a.ts', why: '' }];
    expect(judge([seen], allowed, planted).stale).toEqual(allowed);
  });

  it('fails where it does not see what was planted for it', () => {
    expect(judge([], [], planted).missed).toEqual(['BAD']);
    expect(judge([{ ...seen, file: 'app/a.ts' }], [], planted).missed).toEqual(['BAD']);
  });
});

it('everything that is allowed has a reason, and is allowed once', () => {
  for (const { why } of ALLOWED) expect(why.length).toBeGreaterThan(20);
  const keys = ALLOWED.map(({ id, file }) => `${id} ${file}`);
  expect(new Set(keys).size).toBe(keys.length);
});
