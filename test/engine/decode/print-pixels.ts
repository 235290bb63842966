/** Prints, for each file that is named, what the decoders make of it: for test/engine/wasm.test.ts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { SHARP_VERSIONS } from '../../../app/engine/decode/sharp.ts';

process.stdout.write(`${SHARP_VERSIONS['sharp build']}\n`);
for (const file of process.argv.slice(2)) {
  const { image, width, height } = await decodeImage(readFileSync(file));
  const pixels = createHash('sha256').update(image.data).digest('hex');
  const size = `${image.width}x${image.height} of ${width}x${height}`;
  process.stdout.write(`${path.basename(file)} ${size} ${pixels}\n`);
}
