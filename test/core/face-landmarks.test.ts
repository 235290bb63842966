import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetectedFace } from '../../app/core/face-detection.ts';
import {
  cropMap,
  decodeFaceMesh,
  FACEMESH_POINTS,
  FACEMESH_SIZE,
  fivePoints,
  headPose,
  landmarkCrops,
  outsideShare,
  type FaceMesh,
  type MeshPoint,
} from '../../app/core/face-landmarks.ts';
import { applyAffine, boxCentre } from '../../app/core/geometry.ts';
import { FACE } from '../../app/core/parameters.ts';
import { between, gaussian, seededRandom, seeds } from './support.ts';

const degreesOf = (angleDeg: number) => (angleDeg * Math.PI) / 180;

/** Points of FaceMesh that the tests place on purpose; right and left as seen in the image. */
const LEFT_EYE = [33, 133, 159, 145];
const RIGHT_EYE = [362, 263, 386, 374];
const [LEFT_END, RIGHT_END, FOREHEAD, CHIN] = [127, 356, 10, 152];
const [NOSE, LEFT_MOUTH, RIGHT_MOUTH] = [1, 61, 291];

/** A head that looks straight at the camera, about its own middle; the rest of it is random. */
function frontalHead(random: () => number): FaceMesh {
  const mesh: MeshPoint[] = Array.from({ length: FACEMESH_POINTS }, () => ({
    x: between(random, -80, 80),
    y: between(random, -100, 100),
    z: between(random, -40, 40),
  }));
  const place = (indices: readonly number[], x: number, y: number, z: number) => {
    for (const index of indices) mesh[index] = { x, y, z };
  };
  place(LEFT_EYE, -35, -30, -10);
  place(RIGHT_EYE, 35, -30, -10);
  place([LEFT_END], -75, -25, 30);
  place([RIGHT_END], 75, -25, 30);
  place([FOREHEAD], 0, -100, 0);
  place([CHIN], 0, 100, 0);
  place([NOSE], 0, 10, -50);
  place([LEFT_MOUTH], -25, 50, -15);
  place([RIGHT_MOUTH], 25, 50, -15);
  return mesh;
}

/** Towards the right of the image where positive, seen from above. */
function turn(mesh: FaceMesh, angleDeg: number): FaceMesh {
  const [cos, sin] = [Math.cos(degreesOf(angleDeg)), Math.sin(degreesOf(angleDeg))];
  return mesh.map(({ x, y, z }) => ({ x: x * cos - z * sin, y, z: x * sin + z * cos }));
}

/** Towards the ground where positive, seen from the side. */
function lower(mesh: FaceMesh, angleDeg: number): FaceMesh {
  const [cos, sin] = [Math.cos(degreesOf(angleDeg)), Math.sin(degreesOf(angleDeg))];
  return mesh.map(({ x, y, z }) => ({ x, y: y * cos - z * sin, z: y * sin + z * cos }));
}

/** Clockwise in the image where positive. */
function tilt(mesh: FaceMesh, angleDeg: number): FaceMesh {
  const [cos, sin] = [Math.cos(degreesOf(angleDeg)), Math.sin(degreesOf(angleDeg))];
  return mesh.map(({ x, y, z }) => ({ x: x * cos - y * sin, y: x * sin + y * cos, z }));
}

/** Moves and scales a head into an image. */
function photograph(mesh: FaceMesh, random: () => number): FaceMesh {
  const scale = between(random, 0.2, 5);
  const [right, down] = [between(random, -100, 900), between(random, -100, 900)];
  return mesh.map(({ x, y, z }) => ({ x: scale * x + right, y: scale * y + down, z: scale * z }));
}

const angles = fc.double({ min: -60, max: 60, noNaN: true });

describe('the pose of a head', () => {
  it('is frontal for a head that looks at the camera, at any size and place', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const pose = headPose(photograph(frontalHead(random), random));
        expect(pose.yawDeg).toBeCloseTo(0, 6);
        expect(pose.pitchDeg + FACE.landmarks.frontalPitchDeg).toBeCloseTo(0, 6);
        expect(pose.rollDeg).toBeCloseTo(0, 6);
      }),
    );
  });

  it('has the yaw of a head that turns, positive where the nose goes to the right', () => {
    fc.assert(
      fc.property(seeds, angles, (seed, angleDeg) => {
        const random = seededRandom(seed);
        const turned = turn(frontalHead(random), angleDeg);
        if (Math.abs(angleDeg) > 1) {
          expect(Math.sign(turned[NOSE].x)).toBe(Math.sign(angleDeg));
        }
        const pose = headPose(photograph(turned, random));
        expect(Math.abs(pose.yawDeg - angleDeg)).toBeLessThan(0.5);
        expect(Math.abs(pose.rollDeg)).toBeLessThan(0.5);
        expect(Math.abs(pose.pitchDeg + FACE.landmarks.frontalPitchDeg)).toBeLessThan(0.5);
      }),
    );
  });

  it('has the pitch of a head that nods, positive where the nose goes down', () => {
    fc.assert(
      fc.property(seeds, angles, (seed, angleDeg) => {
        const random = seededRandom(seed);
        const head = frontalHead(random);
        const lowered = lower(head, angleDeg);
        if (angleDeg > 1) expect(lowered[NOSE].y).toBeGreaterThan(head[NOSE].y);
        const pose = headPose(photograph(lowered, random));
        expect(Math.abs(pose.pitchDeg + FACE.landmarks.frontalPitchDeg - angleDeg)).toBeLessThan(
          0.5,
        );
        expect(Math.abs(pose.yawDeg)).toBeLessThan(0.5);
        expect(Math.abs(pose.rollDeg)).toBeLessThan(0.5);
      }),
    );
  });

  it('changes in roll only when the image is turned', () => {
    fc.assert(
      fc.property(seeds, angles, angles, angles, (seed, yaw, pitch, roll) => {
        const random = seededRandom(seed);
        const head = lower(turn(frontalHead(random), yaw / 3), pitch / 3);
        const before = headPose(head);
        const after = headPose(photograph(tilt(head, roll), random));
        expect(after.yawDeg).toBeCloseTo(before.yawDeg, 6);
        expect(after.pitchDeg).toBeCloseTo(before.pitchDeg, 6);
        expect(after.rollDeg - before.rollDeg).toBeCloseTo(roll, 6);
      }),
    );
  });
});

describe('the mesh of a face', () => {
  it('gives eyes, nose and mouth corners, left in the image first', () => {
    const [leftEye, rightEye, nose, leftMouth, rightMouth] = fivePoints(
      frontalHead(seededRandom(1)),
    );
    expect(leftEye).toEqual({ x: -35, y: -30 });
    expect(rightEye).toEqual({ x: 35, y: -30 });
    expect(nose).toEqual({ x: 0, y: 10 });
    expect(leftMouth).toEqual({ x: -25, y: 50 });
    expect(rightMouth).toEqual({ x: 25, y: 50 });
  });

  it('takes the middle of four lid points as an eye', () => {
    const mesh = [...frontalHead(seededRandom(1))];
    LEFT_EYE.forEach((index, i) => (mesh[index] = { x: i, y: 10 * i ** 2, z: 0 }));
    RIGHT_EYE.forEach((index, i) => (mesh[index] = { x: 40 + i, y: 20 * i ** 2, z: 0 }));
    expect(fivePoints(mesh)[0]).toEqual({ x: 1.5, y: 35 });
    expect(fivePoints(mesh)[1]).toEqual({ x: 41.5, y: 70 });
  });

  it('is outside the image by the share of points beyond the edges of its pixels', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (seed, width, height) => {
          const random = seededRandom(seed);
          const mesh = photograph(frontalHead(random), random);
          let outside = 0;
          for (const { x, y } of mesh) {
            const column = Math.round(x);
            const row = Math.round(y);
            if (column < 0 || column >= width || row < 0 || row >= height) outside += 1;
          }
          expect(outsideShare(mesh, width, height)).toBeCloseTo(outside / 468, 9);
        },
      ),
    );
  });

  it('is wholly inside at the outermost pixels and wholly outside beyond each edge', () => {
    const everyPointAt = (x: number, y: number): FaceMesh =>
      Array.from({ length: FACEMESH_POINTS }, () => ({ x, y, z: 0 }));
    // A pixel reaches half a pixel from its centre, and the outermost ones are inside.
    expect(outsideShare(everyPointAt(-0.4, -0.4), 10, 20)).toBe(0);
    expect(outsideShare(everyPointAt(9.4, 19.4), 10, 20)).toBe(0);
    for (const [x, y] of [
      [-0.6, 5],
      [9.6, 5],
      [5, -0.6],
      [5, 19.6],
    ]) {
      expect(outsideShare(everyPointAt(x, y), 10, 20)).toBe(1);
    }
  });
});

describe('the crops of the landmark model', () => {
  function randomFace(random: () => number): DetectedFace {
    const [left, top] = [between(random, 0, 500), between(random, 0, 500)];
    const side = between(random, 20, 300);
    const angle = between(random, -1.5, 1.5);
    const middle = { x: left + side / 2, y: top + side / 3 };
    const [dx, dy] = [(Math.cos(angle) * side) / 4, (Math.sin(angle) * side) / 4];
    return {
      box: { left, top, width: side, height: side * between(random, 0.8, 1.2) },
      eyes: [
        { x: middle.x - dx, y: middle.y - dy },
        { x: middle.x + dx, y: middle.y + dy },
      ],
      confidence: 0.9,
    };
  }

  it('show the face upright: the eyes level, the box in the middle', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const face = randomFace(seededRandom(seed));
        const crops = landmarkCrops(face);
        const longer = Math.max(face.box.width, face.box.height);
        expect(crops).toHaveLength(FACE.landmarks.cropSides.length);
        crops.forEach(({ side }, i) =>
          expect(side).toBeCloseTo(longer * FACE.landmarks.cropSides[i], 6),
        );
        for (const crop of crops) {
          const map = cropMap(crop);
          const middle = (FACEMESH_SIZE - 1) / 2;
          const centre = applyAffine(map, { x: middle, y: middle });
          expect(centre.x).toBeCloseTo(boxCentre(face.box).x, 6);
          expect(centre.y).toBeCloseTo(boxCentre(face.box).y, 6);
          // A step to the right in the crop is a step along the eye line in the image.
          const [left, right] = face.eyes;
          const [alongX, alongY] = [right.x - left.x, right.y - left.y];
          expect(map.a * alongY - map.c * alongX).toBeCloseTo(0, 6);
          expect(map.a * alongX + map.c * alongY).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('put the mesh back into the image, its depth in the same unit', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const [crop] = landmarkCrops(randomFace(random));
        const raw = Float32Array.from(
          { length: 3 * FACEMESH_POINTS },
          () => 96 + 40 * gaussian(random),
        );
        const mesh = decodeFaceMesh(raw, crop);
        expect(mesh).toHaveLength(FACEMESH_POINTS);
        const pixel = crop.side / FACEMESH_SIZE;
        for (const [i, j] of [
          [0, 1],
          [10, 152],
          [466, 467],
        ]) {
          // Turning and scaling: every length grows alike, in the plane and in depth.
          const inCrop = Math.hypot(
            ...[0, 1, 2].map((axis) => raw[3 * i + axis] - raw[3 * j + axis]),
          );
          const inImage = Math.hypot(
            mesh[i].x - mesh[j].x,
            mesh[i].y - mesh[j].y,
            mesh[i].z - mesh[j].z,
          );
          expect(inImage / pixel).toBeCloseTo(inCrop, 6);
          expect(mesh[i].z / pixel).toBeCloseTo(raw[3 * i + 2], 6);
          const place = applyAffine(cropMap(crop), { x: raw[3 * i], y: raw[3 * i + 1] });
          expect(mesh[i].x).toBeCloseTo(place.x, 9);
          expect(mesh[i].y).toBeCloseTo(place.y, 9);
        }
      }),
    );
  });
});
