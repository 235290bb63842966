import { describe, expect, test } from 'vitest';
import { createRecentFrame } from '../../renderer/camera/recent-frame.ts';

const [FULL, SMALL] = [1, 2];

function setUp(width: number, height: number) {
  let nowMs = 1000;
  let count = 0;
  const grab = (kind: number) => () => Promise.resolve(Uint8Array.of(kind, (count += 1)));
  const video = { videoWidth: width, videoHeight: height } as HTMLVideoElement;
  const frames = createRecentFrame({
    grabFull: grab(FULL),
    grabSmall: grab(SMALL),
    now: () => nowMs,
  });
  return {
    look: async () => [...((await frames.look(video)) ?? [])],
    take: async () => [...((await frames.take(video)) ?? [])],
    drop: () => frames.drop(),
    later: (ms: number) => (nowMs += ms),
  };
}

describe('the frame at hand', () => {
  test('of a small picture is the one that was looked at', async () => {
    const { look, take, later } = setUp(640, 480);
    expect(await look()).toEqual([FULL, 1]);
    later(350);
    expect(await take()).toEqual([FULL, 1]);
  });

  test('is given once, and not when it is old or dropped', async () => {
    const { look, take, drop, later } = setUp(480, 640);
    await look();
    await take();
    expect(await take()).toEqual([FULL, 2]);
    await look();
    later(351);
    expect(await take()).toEqual([FULL, 4]);
    await look();
    drop();
    expect(await take()).toEqual([FULL, 6]);
  });

  test('is waited for while it is still being encoded', async () => {
    const { look, take } = setUp(640, 480);
    const looked = look();
    expect(await take()).toEqual([FULL, 1]);
    expect(await looked).toEqual([FULL, 1]);
  });

  test('of a large picture is taken anew: a look sees less of it', async () => {
    const { look, take } = setUp(1280, 720);
    expect(await look()).toEqual([SMALL, 1]);
    expect(await take()).toEqual([FULL, 2]);
  });

  test('is another one where the look had none', async () => {
    let count = 0;
    const frames = createRecentFrame({
      grabFull: () => Promise.resolve((count += 1) === 1 ? undefined : Uint8Array.of(FULL)),
      grabSmall: () => Promise.resolve(undefined),
      now: () => 0,
    });
    const video = { videoWidth: 640, videoHeight: 480 } as HTMLVideoElement;
    expect(await frames.look(video)).toBeUndefined();
    expect(await frames.take(video)).toEqual(Uint8Array.of(FULL));
  });
});
