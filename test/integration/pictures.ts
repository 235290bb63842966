/** Small pictures of drawn people, and cheap ways to make more files of them. */
import { DRAWN_PEOPLE, drawnFaceJpeg, type FaceOptions } from '../fixtures/drawn-face.ts';
import { haveWeights } from '../engine/models.ts';

/** For titles: why there is nothing below them. */
export const because = haveWeights ? '' : ' (skipped: no models/face/weights; "npm run models")';

export const SIDE_PX = 200;

/** @param person index into the people that the models tell apart best */
export function picture(
  person: number,
  variation: number,
  options: FaceOptions = {},
): Promise<Buffer> {
  const size = { width: SIDE_PX, height: SIDE_PX };
  return drawnFaceJpeg(DRAWN_PEOPLE[person], variation, { ...size, ...options });
}

/** Other bytes, the same picture: a comment is put behind the start of the JPEG. */
export function withComment(jpeg: Uint8Array, text: string): Buffer {
  const segment = Buffer.from(`\xff\xfe\0\0${text}`, 'latin1');
  segment.writeUInt16BE(segment.length - 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
