/** Keys at the kiosk: those that no visitor needs do nothing. */
import { describe, expect, test } from 'vitest';
import { createKeyReader } from '../../renderer/screens/kiosk/key-reader.ts';

describe('a key with Ctrl', () => {
  function press(key: string, modifiers: Partial<KeyboardEvent>) {
    const heard: string[] = [];
    const preventDefault = () => heard.push('kept from the browser');
    const read = createKeyReader(
      ({ kind }) => heard.push(kind),
      () => heard.push('leave'),
    );
    read({ key, timeStamp: 0, ...modifiers, preventDefault } as KeyboardEvent);
    return heard;
  }

  test('neither types nor prints, saves or enlarges anything', () => {
    for (const key of ['p', 'S', 'f', '+', '-', 'Enter']) {
      expect(press(key, { ctrlKey: true }), key).toEqual(['kept from the browser']);
    }
    expect(press('p', { metaKey: true })).toEqual(['kept from the browser']);
  });

  test('may paste a scan, and asks for the PIN', () => {
    expect(press('v', { ctrlKey: true })).toEqual([]);
    expect(press('L', { ctrlKey: true, shiftKey: true })).toEqual([
      'kept from the browser',
      'leave',
    ]);
  });
});
