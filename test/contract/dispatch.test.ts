import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandName } from '../../app/contract/commands.ts';
import type { Answer } from '../../app/contract/host.ts';
import { AppError, FAILURE_CODES } from '../../app/core/failure.ts';
import { createDispatch, type DispatchOptions } from '../../app/services/dispatch.ts';
import { COMPLETE, NAMES, stubHandlers } from './inputs.ts';

/** A dispatch that takes anything, as what comes over a channel may be anything. */
function anyDispatch(
  options: DispatchOptions = {},
  reached: (name: string, input: unknown) => unknown = () => null,
): (name: unknown, input: unknown) => Promise<Answer<unknown>> {
  const dispatch = createDispatch(stubHandlers(reached), options);
  return (name, input) => dispatch(name as CommandName, input as never);
}

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

function expectAnswer(answer: Answer<unknown>): void {
  if (answer.ok) expect(answer).toHaveProperty('value');
  else {
    expect(FAILURE_CODES).toContain(answer.failure.code);
    expect(typeof answer.failure.message).toBe('string');
  }
}

describe('garbage', () => {
  test('any input to any command is answered, and is never taken for a bug', async () => {
    const bugs: unknown[] = [];
    const dispatch = anyDispatch({ onBug: (thrown) => bugs.push(thrown) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMES), anything, async (name, input) => {
        const answer = await dispatch(name, input);
        expectAnswer(answer);
        if (!answer.ok) expect(answer.failure.code).toBe('bad-input');
      }),
      { numRuns: 1_000 },
    );
    expect(bugs).toEqual([]);
  });

  test('an input with one value replaced by anything is taken or refused', async () => {
    const dispatch = anyDispatch();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES),
        fc.nat(),
        anything,
        async (name, which, value) => {
          const keys = Object.keys(COMPLETE[name]);
          const key = keys.length === 0 ? 'key' : keys[which % keys.length];
          const answer = await dispatch(name, { ...COMPLETE[name], [key]: value });
          expectAnswer(answer);
          if (!answer.ok) expect(answer.failure.code).toBe('bad-input');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('anything for a name is no command', async () => {
    const bugs: unknown[] = [];
    const dispatch = anyDispatch({ onBug: (thrown) => bugs.push(thrown) });
    const odd = fc.oneof(anything, fc.string(), fc.constant({ toString: 1 }), fc.constant(NAMES));
    await fc.assert(
      fc.asyncProperty(
        odd.filter((name) => !NAMES.some((known) => known === name)),
        async (name) => {
          expect(await dispatch(name, {})).toMatchObject({ failure: { code: 'bad-input' } });
        },
      ),
    );
    expect(await dispatch([['people.list']], {})).toMatchObject({ ok: false });
    expect(bugs).toEqual([]);
  });

  test('an input that throws when it is read is answered', async () => {
    const trap = new Proxy({}, { ownKeys: () => fail(), get: () => fail() });
    for (const name of NAMES) expectAnswer(await anyDispatch()(name, trap));
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', ''])(
  '"%s" is no command, allowed or not',
  async (name) => {
    for (const options of [{}, { allow: [name as CommandName] }]) {
      const answer = await anyDispatch(options)(name, {});
      expect(answer).toMatchObject({ ok: false, failure: { code: 'bad-input' } });
      expect(answer.ok ? '' : answer.failure.message).toContain('Expected a command');
    }
  },
);

test('a key __proto__ reaches no handler and changes no object', async () => {
  const reached: unknown[] = [];
  const dispatch = anyDispatch({}, (_, input) => reached.push(input));
  const input: unknown = JSON.parse('{"limit": 5, "__proto__": {"polluted": true}}');
  await dispatch('attempts.list', input);
  expect({}).not.toHaveProperty('polluted');
  for (const given of reached) expect(given).not.toHaveProperty('polluted');
});

describe('an allow-list', () => {
  test('leaves only its commands reachable', async () => {
    const reached: string[] = [];
    const allow: CommandName[] = ['verification.verify', 'engine.describe'];
    const dispatch = anyDispatch({ allow }, (name) => reached.push(name));
    for (const name of NAMES) {
      const answer = await dispatch(name, COMPLETE[name]);
      expect(answer.ok, name).toBe(allow.includes(name));
      if (!answer.ok) expect(answer.failure.code).toBe('bad-input');
    }
    expect(reached.sort()).toEqual([...allow].sort());
  });

  test('that is empty leaves none, and one that is absent leaves all', async () => {
    for (const name of NAMES) {
      expect((await anyDispatch({ allow: [] })(name, COMPLETE[name])).ok).toBe(false);
      expect((await anyDispatch()(name, COMPLETE[name])).ok).toBe(true);
    }
  });
});

describe('what a handler does', () => {
  test('its value is the answer, whether it comes at once or later', async () => {
    const value = { some: 'value' };
    expect(await anyDispatch({}, () => value)('store.describe', {})).toEqual({ ok: true, value });
    const later = anyDispatch({}, () => Promise.resolve(value));
    expect(await later('store.describe', {})).toEqual({ ok: true, value });
  });

  test('a failure is answered as it is, and is no bug', async () => {
    const bugs: unknown[] = [];
    const failing = (): never => {
      throw new AppError('conflict', 'Expected one but received two.');
    };
    for (const handler of [failing, () => Promise.resolve().then(failing)]) {
      const dispatch = anyDispatch({ onBug: (thrown) => bugs.push(thrown) }, handler);
      expect(await dispatch('store.describe', {})).toEqual({
        ok: false,
        failure: { code: 'conflict', message: 'Expected one but received two.' },
      });
    }
    expect(bugs).toEqual([]);
  });

  test('a bug is answered as internal, and reported', async () => {
    const thrown = new TypeError('x is undefined');
    const throwing = (): never => {
      throw thrown;
    };
    for (const handler of [throwing, () => Promise.reject(thrown)]) {
      const bugs: unknown[] = [];
      const dispatch = anyDispatch({ onBug: (bug) => bugs.push(bug) }, handler);
      expect(await dispatch('store.describe', {})).toMatchObject({
        ok: false,
        failure: { code: 'internal' },
      });
      expect(bugs).toEqual([thrown]);
      expect(await anyDispatch({}, handler)('store.describe', {})).toMatchObject({ ok: false });
    }
  });
});

function fail(): never {
  throw new Error('trap');
}
