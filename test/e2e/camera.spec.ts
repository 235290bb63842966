import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from './support/app.ts';
import { faceOf, PEOPLE } from './support/people.ts';
import { writeY4m } from './support/y4m.ts';

const FILM = { width: 640, height: 480, framesPerSecond: 10 } as const;

test.use({
  scriptedCamera: false,
  // Playwright reads which fixtures are wanted from this pattern.
  // eslint-disable-next-line no-empty-pattern
  browserArguments: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-film-'));
    const file = path.join(folder, 'face.y4m');
    await writeY4m(file, [await faceOf(PEOPLE[0], 1)], FILM);
    await use([`--use-file-for-fake-video-capture=${file}`]);
    rmSync(folder, { recursive: true, force: true });
  },
});

test("the browser's own fake camera plays a film, and the engine finds the face in it", async ({
  app,
}) => {
  test.skip(app.host === 'electron', 'Electron is started without the flags of the fake camera');
  const jpeg = await app.page.evaluate(async ({ width, height }) => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width, height } });
    const video = document.createElement('video');
    video.srcObject = stream;
    video.muted = true;
    await video.play();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    for (const track of stream.getTracks()) track.stop();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
    return blob && new Uint8Array(await blob.arrayBuffer());
  }, FILM);
  if (!jpeg) throw new Error('Expected a picture of the camera.');

  const { width, height } = await sharp(jpeg).metadata();
  expect({ width, height }).toEqual({ width: FILM.width, height: FILM.height });
  const seen = await meanColours(jpeg);
  const drawn = await meanColours(await faceOf(PEOPLE[0], 1));
  // The film's colours are coarser than the drawing's, and JPEG takes its part.
  for (const [index, value] of seen.entries())
    expect(Math.abs(value - drawn[index])).toBeLessThan(12);

  const capture = { modality: 'face' } as const;
  const assessed = await app.invoke('capture.assess', { probe: jpeg, capture });
  expect(assessed.ok && assessed.value.points.length).toBeGreaterThan(4);
});

test('the camera alone may be used: no microphone, no screen, no place', async ({ app }) => {
  const refused = await app.page.evaluate(async () => {
    const media = navigator.mediaDevices;
    const place = new Promise<void>((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(() => resolve(), reject),
    );
    const attempts: Record<string, Promise<unknown>> = {
      microphone: media.getUserMedia({ audio: true }),
      // A picture without sound is what is left of this one.
      sound: media.getUserMedia({ audio: true, video: true }).then((stream) => {
        if (stream.getAudioTracks().length === 0) throw new Error('no sound');
      }),
      screen: media.getDisplayMedia(),
      place,
    };
    const outcomes = await Promise.allSettled(Object.values(attempts));
    return outcomes.map(({ status }, index) => `${Object.keys(attempts)[index]}: ${status}`);
  });
  expect(refused.filter((line) => !line.endsWith('rejected'))).toEqual([]);
  app.forgive();
});

/** Of a grid of squares, all channels. */
async function meanColours(image: Uint8Array): Promise<Uint8Array> {
  return sharp(image)
    .resize(8, 6, { fit: 'fill', kernel: 'mitchell' })
    .removeAlpha()
    .raw()
    .toBuffer();
}
