import type { DetectedFace } from './face-detection.ts';
import { applyAffine, boxCentre, meanPoint, squareCrop, type Affine } from './geometry.ts';
import { FACE } from './parameters.ts';
import type { Point } from './vocabulary.ts';

/** A point of the face mesh: pixels of the image, z towards the camera is negative, same unit. */
export interface MeshPoint extends Point {
  readonly z: number;
}

/** The 468 points of FaceMesh, in pixels of the image. */
export type FaceMesh = readonly MeshPoint[];

export const FACEMESH_SIZE = 192;
export const FACEMESH_POINTS = 468;

/** The crop that the landmark model sees: a square turned to the eye line. */
export interface LandmarkCrop {
  readonly centre: Point;
  readonly side: number;
  readonly angleRad: number;
}

/** The first crop, then wider and tighter ones to try where no face was confirmed in it. */
export function landmarkCrops(face: DetectedFace): LandmarkCrop[] {
  const [left, right] = face.eyes;
  const angleRad = Math.atan2(right.y - left.y, right.x - left.x);
  const longer = Math.max(face.box.width, face.box.height);
  return FACE.landmarks.cropSides.map((side) => ({
    centre: boxCentre(face.box),
    side: side * longer,
    angleRad,
  }));
}

export function cropMap(crop: LandmarkCrop): Affine {
  return squareCrop(crop.centre, crop.side, crop.angleRad, FACEMESH_SIZE);
}

/** @param raw [1404] float32: x, y, z of each point, in pixels of the 192 x 192 crop */
export function decodeFaceMesh(raw: Float32Array, crop: LandmarkCrop): FaceMesh {
  const map = cropMap(crop);
  const scale = crop.side / FACEMESH_SIZE;
  return Array.from({ length: FACEMESH_POINTS }, (_, i) => ({
    ...applyAffine(map, { x: raw[3 * i], y: raw[3 * i + 1] }),
    z: raw[3 * i + 2] * scale,
  }));
}

/** Eyes, nose tip, mouth corners; the one to the left in the image first. */
export function fivePoints(mesh: FaceMesh): Point[] {
  const mean = (...indices: number[]) => meanPoint(indices.map((i) => mesh[i]));
  return [mean(33, 133, 159, 145), mean(362, 263, 386, 374), mean(1), mean(61), mean(291)];
}

/** Share of the mesh that lies outside the image: what the crop of the photograph cut off. */
export function outsideShare(mesh: FaceMesh, width: number, height: number): number {
  const outside = mesh.filter(
    ({ x, y }) => x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5,
  );
  return outside.length / mesh.length;
}

/** Angles of the head in degrees, from the three-dimensional mesh. */
export function headPose(mesh: FaceMesh): { yawDeg: number; pitchDeg: number; rollDeg: number } {
  const [leftEye, rightEye] = fivePoints(mesh);
  const roll = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  // Outer ends of the face at the height of the eyes, top of the forehead and chin.
  const across = vector(mesh[127], mesh[356], roll);
  const down = vector(mesh[10], mesh[152], roll);
  return {
    yawDeg: degrees(Math.atan2(across.z, across.x)),
    pitchDeg: degrees(Math.atan2(down.z, down.y)) - FACE.landmarks.frontalPitchDeg,
    rollDeg: degrees(roll),
  };
}

/** From one mesh point to another, in the frame in which the eyes are level. */
function vector(from: MeshPoint, to: MeshPoint, roll: number): MeshPoint {
  const x = to.x - from.x;
  const y = to.y - from.y;
  const cos = Math.cos(roll);
  const sin = Math.sin(roll);
  return { x: cos * x + sin * y, y: cos * y - sin * x, z: to.z - from.z };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
