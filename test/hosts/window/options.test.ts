import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCommonOptions } from '../../../app/hosts/cli/options.ts';
import { readWindowOptions } from '../../../app/hosts/window/options.ts';
import { AppError } from '../../../app/core/failure.ts';

describe('flags of a window', () => {
  test('without any, it opens the store and the models of the command line', () => {
    const { settings, kiosk, help, browser } = readWindowOptions([]);
    const { storePath, modelsFolder } = readCommonOptions({});
    expect(settings).toMatchObject({ storePath, modelsFolder });
    expect(settings.provider).toBeUndefined();
    expect({ kiosk, help, browser }).toEqual({ kiosk: false, help: false, browser: undefined });
  });

  test('each is read', () => {
    const flags = ['--store', 'a.sqlite', '--models=m', '--provider', 'cpu', '--kiosk'];
    const { settings, kiosk, browser } = readWindowOptions([...flags, '--browser', '/usr/bin/c']);
    expect(settings.storePath).toBe(path.resolve('a.sqlite'));
    expect(settings.modelsFolder).toBe('m');
    expect(settings.provider).toBe('cpu');
    expect({ kiosk, browser }).toEqual({ kiosk: true, browser: '/usr/bin/c' });
    expect(readWindowOptions(['-h']).help).toBe(true);
  });

  test('what is no flag, or no provider, is refused with what to do', () => {
    for (const flags of [
      ['--nonsense'],
      ['people.sqlite'],
      ['--store'],
      ['--provider', 'abacus'],
    ]) {
      expect(() => readWindowOptions(flags), flags.join(' ')).toThrow(AppError);
      expect(() => readWindowOptions(flags)).toThrow(/^Expected/);
    }
  });
});
