/** Owns an engine and keeps it at work until someone kills it; says `open` once it is. */
import { openEngine } from '../../app/engine/client.ts';
import { drawnFaceJpeg } from '../fixtures/drawn-face.ts';
import { MODELS_FOLDER } from './models.ts';

const bytes = await drawnFaceJpeg(1, 0);
const engine = await openEngine({
  modelsFolder: MODELS_FOLDER,
  encoder: 'standard',
  provider: 'cpu',
  lanes: 1,
});
process.stdout.write('open\n');
for (;;) await engine.analyse({ kind: 'bytes', bytes }, { modality: 'face', face: 'dominant' });
