import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AppError,
  assertNever,
  FAILURE_CODES,
  fromFailure,
  invariant,
  toFailure,
} from '../../app/core/failure.ts';

describe('failures', () => {
  it('keep code and message on the way through a message between processes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FAILURE_CODES), fc.string(), (code, message) => {
        const sent: unknown = JSON.parse(JSON.stringify(toFailure(new AppError(code, message))));
        expect(sent).toEqual({ code, message });
        const received = fromFailure({ code, message });
        expect(received).toBeInstanceOf(AppError);
        expect({ code: received.code, message: received.message }).toEqual({ code, message });
      }),
    );
  });

  it('keep the cause for the log and leave it out of the value that leaves the process', () => {
    const cause = new Error('/home/anna/passport.png');
    const error = new AppError('store-unusable', 'The store cannot be opened.', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(toFailure(error))).not.toContain('anna');
  });

  it('call everything else that is thrown internal, whatever it is', () => {
    expect(toFailure(new TypeError('x is not a function'))).toEqual({
      code: 'internal',
      message: 'x is not a function',
    });
    expect(toFailure('text')).toEqual({ code: 'internal', message: 'text' });
    expect(toFailure(undefined)).toEqual({ code: 'internal', message: 'undefined' });
    expect(toFailure({ code: 'cancelled', message: 'no AppError' }).code).toBe('internal');
  });
});

describe('promises of the code to itself', () => {
  it('are loud when broken and silent when kept', () => {
    expect(() => invariant(0, 'a count is above 0')).toThrow('Broken promise: a count is above 0');
    expect(() => invariant(Number('?') > 0, 'NaN is above 0')).toThrow('Broken promise');
    expect(() => invariant(1, 'a count is above 0')).not.toThrow();
    expect(() => invariant('text', 'a text is there')).not.toThrow();
  });

  it('are bugs, not failures: a broken one crosses the boundary as internal', () => {
    try {
      invariant(false, 'this holds');
      expect.unreachable();
    } catch (thrown) {
      expect(toFailure(thrown).code).toBe('internal');
    }
  });

  it('name the case that no switch handled', () => {
    // What an older process might send: the type system does not see it.
    const unknownCase = 'iris' as never;
    expect(() => assertNever(unknownCase)).toThrow('"iris"');
  });
});
