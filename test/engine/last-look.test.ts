import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLastLook, HELD_MS } from '../../app/engine/last-look.ts';
import type { Acquisition } from '../../app/core/sample.ts';
import type { ImageSource } from '../../app/engine/source.ts';

const FACE = { modality: 'face', face: 'dominant' } as const;
const source = (...bytes: number[]): ImageSource => ({
  kind: 'bytes',
  bytes: Uint8Array.from(bytes),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Every analysis is another object, so that one sees which one is answered with. */
function lookUnderTest() {
  const ask = vi.fn((): Promise<Acquisition> =>
    Promise.resolve({ outcome: 'failure-to-acquire', modality: 'face', reasons: [] }),
  );
  return { ask, ...createLastLook(ask) };
}

test('the frame that was looked at last is not analysed again', async () => {
  const { ask, look, analyse } = lookUnderTest();
  const found = await look(source(1, 2), FACE);
  expect(await analyse(source(1, 2), FACE)).toBe(found);
  expect(ask).toHaveBeenCalledOnce();
});

test('a look that is still under way is waited for', async () => {
  const { ask, look, analyse } = lookUnderTest();
  const [found, decided] = await Promise.all([
    look(source(1, 2), FACE),
    analyse(source(1, 2), FACE),
  ]);
  expect(decided).toBe(found);
  expect(ask).toHaveBeenCalledOnce();
});

test.each([
  ['other bytes', source(1, 3), FACE],
  ['more bytes', source(1, 2, 3), FACE],
  ['another choice of face', source(1, 2), { modality: 'face', face: 'only' }],
  ['another modality', source(1, 2), { modality: 'fingerprint' }],
  ['a file', { kind: 'file', path: 'one.jpg' }, FACE],
] as const)('%s: analysed anew', async (_, other, options) => {
  const { ask, look, analyse } = lookUnderTest();
  const found = await look(source(1, 2), FACE);
  expect(await analyse(other, options)).not.toBe(found);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('only the last look is known, and no analysis', async () => {
  const { ask, look, analyse } = lookUnderTest();
  await look(source(1), FACE);
  await look(source(2), FACE);
  await analyse(source(1), FACE);
  await analyse(source(1), FACE);
  expect(ask).toHaveBeenCalledTimes(4);
});

test('a look is forgotten after its time, a later one is not forgotten with it', async () => {
  const { ask, look, analyse } = lookUnderTest();
  await look(source(1), FACE);
  await vi.advanceTimersByTimeAsync(HELD_MS / 2);
  const later = await look(source(2), FACE);
  await vi.advanceTimersByTimeAsync(HELD_MS / 2);
  expect(await analyse(source(2), FACE)).toBe(later);
  await vi.advanceTimersByTimeAsync(HELD_MS / 2);
  expect(await analyse(source(2), FACE)).not.toBe(later);
  expect(ask).toHaveBeenCalledTimes(3);
});

test('where the engine failed at the look, the decision asks again', async () => {
  const { ask, look, analyse } = lookUnderTest();
  ask.mockRejectedValueOnce(new Error('the engine ended'));
  const looked = look(source(1), FACE);
  const decided = analyse(source(1), FACE);
  await expect(looked).rejects.toThrow('the engine ended');
  await expect(decided).resolves.toMatchObject({ outcome: 'failure-to-acquire' });
  expect(ask).toHaveBeenCalledTimes(2);
});
