import { convertDlibResnet } from '../convert/dlib-resnet.ts';
import { convertMobileFaceNet } from '../convert/mobilefacenet.ts';
import { convertTfjsGraph } from '../convert/tfjs-graph.ts';
import type { Members } from '../fetch.ts';

/** Makes an ONNX file of a package's files. */
export type Converter = (members: Members) => Uint8Array;

/** By the names in the manifest's `files`. */
export const faceConverters: ReadonlyMap<string, Converter> = new Map([
  ['blazeface', convertBlazeFace],
  ['facemesh', convertFaceMesh],
  ['mobilefacenet', (members) => convertMobileFaceNet(contentOf(members, MOBILEFACENET_MEMBER))],
  [
    'dlib-resnet',
    (members) =>
      convertDlibResnet(contentOf(members, `${DLIB_FOLDER}/${DLIB_MANIFEST}`), (path) =>
        contentOf(members, `${DLIB_FOLDER}/${path}`),
      ),
  ],
]);

const HUMAN_FOLDER = 'models';
const MOBILEFACENET_MEMBER = 'android/src/main/assets/MobileFaceNet.tflite';
const DLIB_FOLDER = 'model';
const DLIB_MANIFEST = 'face_recognition_model-weights_manifest.json';

/**
 * MediaPipe's BlazeFace for the back camera (Bazarevsky et al. 2019). Scores are logits; boxes are
 * 16 numbers an anchor in pixels of 256: centre x, y from the anchor, width, height, and x, y of
 * six key points from the anchor. Anchors go row by row: 16x16 cells with 2, and 8x8 cells with 6.
 */
function convertBlazeFace(members: Members): Uint8Array {
  return convertTfjsGraph({
    name: 'blazeface',
    json: contentOf(members, `${HUMAN_FOLDER}/blazeface.json`),
    readWeightFile: (path) => contentOf(members, `${HUMAN_FOLDER}/${path}`),
    input: { name: 'image', shape: ['N', 3, 256, 256] },
    outputs: [
      { node: 'Identity', port: { name: 'scores16', shape: ['N', 512, 1] } },
      { node: 'Identity_2', port: { name: 'boxes16', shape: ['N', 512, 16] } },
      { node: 'Identity_1', port: { name: 'scores8', shape: ['N', 384, 1] } },
      { node: 'Identity_3', port: { name: 'boxes8', shape: ['N', 384, 16] } },
    ],
  });
}

/**
 * MediaPipe's FaceMesh (Kartynnik et al. 2019): 468 points x, y, z in pixels of 192, and the
 * probability of a face (the graph ends in a sigmoid). The contours, its third output, are unused.
 */
function convertFaceMesh(members: Members): Uint8Array {
  return convertTfjsGraph({
    name: 'facemesh',
    json: contentOf(members, `${HUMAN_FOLDER}/facemesh.json`),
    readWeightFile: (path) => contentOf(members, `${HUMAN_FOLDER}/${path}`),
    input: { name: 'image', shape: ['N', 3, 192, 192] },
    outputs: [
      { node: 'Identity_2', port: { name: 'landmarks', shape: ['N', 1404] } },
      { node: 'Identity_1', port: { name: 'confidence', shape: ['N', 1] } },
    ],
  });
}

function contentOf(members: Members, path: string): Uint8Array {
  const content = members.get(path);
  if (content !== undefined) return content;
  throw new Error(
    `Expected the file "${path}" for a conversion but received ${[...members.keys()].join(', ')}. ` +
      'Add it to the members that the manifest pins.',
  );
}
