import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLAZEFACE_SIZE,
  byProminence,
  chooseFace,
  decodeBlazeFace,
  prominence,
  suppressOverlaps,
  tiles,
  wholeImage,
  windowMap,
  type BlazeFaceOutput,
  type DetectedFace,
} from '../../app/core/face-detection.ts';
import { applyAffine, boxCentre, overlap } from '../../app/core/geometry.ts';
import { FACE } from '../../app/core/parameters.ts';
import type { Box, FaceSelection } from '../../app/core/vocabulary.ts';
import { between, gaussian, seededRandom, seeds } from './support.ts';

function faceOf(box: Box, confidence = 0.9): DetectedFace {
  const { left, top, width, height } = box;
  return {
    box,
    eyes: [
      { x: left + 0.3 * width, y: top + 0.4 * height },
      { x: left + 0.7 * width, y: top + 0.4 * height },
    ],
    confidence,
  };
}

/** A square face by its side and the place of its centre. */
function squareFace(side: number, x = 500, y = 400): DetectedFace {
  return faceOf({ left: x - side / 2, top: y - side / 2, width: side, height: side });
}

function randomFaces(random: () => number, count: number): DetectedFace[] {
  return Array.from({ length: count }, () =>
    faceOf(
      {
        left: between(random, 0, 200),
        top: between(random, 0, 100),
        width: between(random, 20, 80),
        height: between(random, 20, 80),
      },
      random(),
    ),
  );
}

function randomOutput(random: () => number): BlazeFaceOutput {
  const numbers = (length: number, draw: () => number) => Float32Array.from({ length }, draw);
  const score = () => 4 * gaussian(random) - 4;
  // Offsets around the anchor, sizes at the places 2 and 3 that are negative at times.
  const boxes = (anchors: number) =>
    Float32Array.from({ length: 16 * anchors }, (_, i) =>
      i % 16 === 2 || i % 16 === 3 ? between(random, -5, 120) : between(random, -40, 40),
    );
  return {
    scores16: numbers(512, score),
    boxes16: boxes(512),
    scores8: numbers(384, score),
    boxes8: boxes(384),
  };
}

/**
 * The 896 anchors one after the other: the larger side of the image is the side of the square,
 * the shorter one has equal bars around it. All in shares of the square, until the last step.
 */
function naiveDecode(output: BlazeFaceOutput, width: number, height: number): DetectedFace[] {
  const scores = [...output.scores16, ...output.scores8];
  const values = [...output.boxes16, ...output.boxes8];
  const anchors: { x: number; y: number }[] = [];
  for (const [grid, each] of [
    [16, 2],
    [8, 6],
  ]) {
    for (let y = 0; y < grid; y++) {
      for (let x = 0; x < grid; x++) {
        for (let k = 0; k < each; k++) anchors.push({ x: (x + 0.5) / grid, y: (y + 0.5) / grid });
      }
    }
  }
  expect(anchors).toHaveLength(896);
  const side = Math.max(width, height);
  const barX = (side - width) / 2;
  const barY = (side - height) / 2;
  const candidates: DetectedFace[] = [];
  anchors.forEach((anchor, i) => {
    const confidence = 1 / (1 + Math.exp(-scores[i]));
    const own = values.slice(16 * i, 16 * i + 16);
    if (!(confidence > 0.5) || own[2] <= 0 || own[3] <= 0) return;
    // From edges of pixels, which shares count from, to centres of pixels, which points count from.
    const place = (at: number) => ({
      x: (anchor.x + own[at] / 256) * side - barX - 0.5,
      y: (anchor.y + own[at + 1] / 256) * side - barY - 0.5,
    });
    const box = { width: (own[2] / 256) * side, height: (own[3] / 256) * side };
    const centre = place(0);
    candidates.push({
      box: { ...box, left: centre.x - box.width / 2, top: centre.y - box.height / 2 },
      eyes: [place(4), place(6)],
      confidence,
    });
  });
  const kept: DetectedFace[] = [];
  while (candidates.length > 0) {
    const most = Math.max(...candidates.map(({ confidence }) => confidence));
    const best = candidates.find(({ confidence }) => confidence === most);
    if (!best) throw new Error('Expected the maximum to be one of the candidates.');
    kept.push(best);
    const apart = candidates.filter(
      (other) => other !== best && overlap(best.box, other.box) <= 0.3,
    );
    candidates.splice(0, candidates.length, ...apart);
  }
  return kept;
}

describe('decoding the detector', () => {
  it('finds in a turned look what it would find in the image turned the other way', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1 as const, 2 as const, 3 as const), (seed, turns) => {
        const [width, height] = [640, 480];
        const output = randomOutput(seededRandom(seed));
        const odd = turns % 2 === 1;
        const turnedBack = wholeImage(odd ? height : width, odd ? width : height);
        const upright = decodeBlazeFace(output, turnedBack);
        const found = decodeBlazeFace(output, wholeImage(width, height, 0, turns));
        expect(found).toHaveLength(upright.length);
        const angle = (turns * Math.PI) / 2;
        const forth = ({ x, y }: { x: number; y: number }) => {
          const dx = x - turnedBack.centre.x;
          const dy = y - turnedBack.centre.y;
          return {
            x: (width - 1) / 2 + Math.cos(angle) * dx - Math.sin(angle) * dy,
            y: (height - 1) / 2 + Math.sin(angle) * dx + Math.cos(angle) * dy,
          };
        };
        found.forEach(({ box, eyes, confidence }, i) => {
          const expected = upright[i];
          expect(confidence).toBe(expected.confidence);
          expect(box.width).toBeCloseTo(odd ? expected.box.height : expected.box.width, 6);
          const centre = forth(boxCentre(expected.box));
          expect(boxCentre(box).x).toBeCloseTo(centre.x, 6);
          expect(boxCentre(box).y).toBeCloseTo(centre.y, 6);
          eyes.forEach((eye, k) => {
            const place = forth(expected.eyes[k]);
            expect(eye.x).toBeCloseTo(place.x, 6);
            expect(eye.y).toBeCloseTo(place.y, 6);
          });
        });
      }),
      { numRuns: 40 },
    );
  });

  it('finds what a naive reading of the 896 anchors finds, in images of any shape', () => {
    const sides = fc.integer({ min: 32, max: 1600 });
    fc.assert(
      fc.property(seeds, sides, sides, (seed, width, height) => {
        const output = randomOutput(seededRandom(seed));
        const found = decodeBlazeFace(output, wholeImage(width, height));
        const expected = naiveDecode(output, width, height);
        expect(found).toHaveLength(expected.length);
        expected.forEach(({ box, eyes, confidence }, i) => {
          expect(found[i].confidence).toBeCloseTo(confidence, 9);
          for (const key of ['left', 'top', 'width', 'height'] as const) {
            expect(Math.abs(found[i].box[key] - box[key])).toBeLessThan(1e-6);
          }
          eyes.forEach((eye, k) => {
            const seen = found[i].eyes[k];
            expect(Math.hypot(seen.x - eye.x, seen.y - eye.y)).toBeLessThan(1e-6);
          });
        });
      }),
    );
  });

  it('finds nothing at a probability of exactly one half, and nothing of no size', () => {
    const output = randomOutput(seededRandom(1));
    const undecided = {
      ...output,
      scores16: new Float32Array(512),
      scores8: new Float32Array(384),
    };
    expect(decodeBlazeFace(undecided, wholeImage(100, 100))).toEqual([]);
    const sizeless = {
      scores16: new Float32Array(512).fill(5),
      boxes16: new Float32Array(512 * 16),
      scores8: new Float32Array(384).fill(Number.NaN),
      boxes8: new Float32Array(384 * 16).fill(10),
    };
    expect(decodeBlazeFace(sizeless, wholeImage(100, 100))).toEqual([]);
  });

  it('puts a face where the detector was shown it: decoding undoes the sampling', () => {
    for (const window of [wholeImage(641, 480), wholeImage(300, 900, 0.25), ...tiles(900, 601)]) {
      const output = {
        scores16: new Float32Array(512),
        boxes16: new Float32Array(512 * 16),
        scores8: new Float32Array(384),
        boxes8: new Float32Array(384 * 16),
      };
      // The anchor of cell (3, 5) of 8 x 8 lies at (112, 176): between pixels 111 and 112.
      const anchor = (5 * 8 + 3) * 6;
      output.scores8[anchor] = 3;
      output.boxes8.set([0, 0, 64, 64, -12, -10, 12, -10], 16 * anchor);
      const [face] = decodeBlazeFace(output, window);
      const map = windowMap(window);
      const expected = applyAffine(map, { x: 112 - 12 - 0.5, y: 176 - 10 - 0.5 });
      expect(face.eyes[0].x).toBeCloseTo(expected.x, 6);
      expect(face.eyes[0].y).toBeCloseTo(expected.y, 6);
      const corner = applyAffine(map, { x: 112 - 32 - 0.5, y: 176 - 32 - 0.5 });
      expect(face.box.left).toBeCloseTo(corner.x, 6);
      expect(face.box.top).toBeCloseTo(corner.y, 6);
      expect(face.box.width).toBeCloseTo((64 * window.side) / BLAZEFACE_SIZE, 6);
    }
  });
});

describe('merging detections', () => {
  it('leaves no two that overlap too much, keeps the best, and drops only for a better one', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 30 }), (seed, count) => {
        const faces = randomFaces(seededRandom(seed), count);
        const kept = suppressOverlaps(faces);
        const limit = FACE.detection.mergeOverlap;
        for (const [i, one] of kept.entries()) {
          expect(faces).toContain(one);
          for (const other of kept.slice(i + 1)) {
            expect(overlap(one.box, other.box)).toBeLessThanOrEqual(limit);
            expect(one.confidence).toBeGreaterThanOrEqual(other.confidence);
          }
        }
        for (const dropped of faces.filter((face) => !kept.includes(face))) {
          expect(
            kept.some(
              (better) =>
                better.confidence >= dropped.confidence && overlap(better.box, dropped.box) > limit,
            ),
          ).toBe(true);
        }
      }),
    );
  });
});

describe('windows of the detector', () => {
  const sizes = fc.tuple(fc.integer({ min: 32, max: 2000 }), fc.integer({ min: 32, max: 2000 }));

  /** In edges of pixels: pixel 0 reaches from 0 to 1. */
  const edges = ({ centre, side }: { centre: { x: number; y: number }; side: number }) => ({
    left: centre.x + 0.5 - side / 2,
    top: centre.y + 0.5 - side / 2,
    side,
  });

  it('hold the whole image in the middle of the first', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(0, 0.25, 0.5), ([width, height], padding) => {
        const { left, top, side } = edges(wholeImage(width, height, padding));
        const longer = Math.max(width, height);
        expect(side).toBeCloseTo(longer * (1 + 2 * padding), 9);
        expect(left + left + side).toBeCloseTo(width, 9);
        expect(top + top + side).toBeCloseTo(height, 9);
      }),
    );
  });

  it('cover every pixel with tiles, and show any face up to half a tile uncut', () => {
    fc.assert(
      fc.property(sizes, seeds, ([width, height], seed) => {
        const random = seededRandom(seed);
        const windows = tiles(width, height).map(edges);
        const holds = (box: Box) =>
          windows.some(
            ({ left, top, side }) =>
              box.left >= left - 1e-9 &&
              box.top >= top - 1e-9 &&
              box.left + box.width <= left + side + 1e-9 &&
              box.top + box.height <= top + side + 1e-9,
          );
        const pixelsX = [0, width - 1, Math.floor(width * random())];
        const pixelsY = [0, height - 1, Math.floor(height * random())];
        for (const left of pixelsX) {
          for (const top of pixelsY) {
            expect(holds({ left, top, width: 1, height: 1 })).toBe(true);
          }
        }
        const side = windows[0].side / 2;
        const face = { width: Math.min(side, width), height: Math.min(side, height) };
        for (let place = 0; place < 50; place++) {
          const left = (width - face.width) * random();
          const top = (height - face.height) * random();
          expect(holds({ ...face, left, top })).toBe(true);
        }
      }),
    );
  });

  it('cover every pixel of a whole image, counted one by one', () => {
    for (const [width, height] of [
      [97, 64],
      [40, 121],
      [80, 80],
    ]) {
      const seen = new Set<string>();
      for (const { left, top, side } of tiles(width, height).map(edges)) {
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const inside = x >= left && y >= top && x + 1 <= left + side && y + 1 <= top + side;
            if (inside) seen.add(`${x},${y}`);
          }
        }
      }
      expect(seen.size).toBe(width * height);
    }
  });

  it('lie the same way in a mirrored image', () => {
    fc.assert(
      fc.property(sizes, ([width, height]) => {
        const centres = tiles(width, height).map(({ centre }) => centre);
        const sorted = (values: number[]) => values.toSorted((one, other) => one - other);
        const columns = sorted(centres.map(({ x }) => x));
        const mirrored = sorted(centres.map(({ x }) => width - 1 - x));
        columns.forEach((x, i) => expect(x).toBeCloseTo(mirrored[i], 6));
      }),
    );
  });
});

describe('the order of faces', () => {
  it('is by prominence, and the same however the detector listed them', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const random = seededRandom(seed);
        const faces = randomFaces(random, count);
        // Two of equal prominence, mirrored about the middle.
        const [first] = faces;
        const { left, width } = first.box;
        faces.push(faceOf({ ...first.box, left: 280 - 1 - left - width }));
        const ordered = byProminence(faces, 280, 180);
        const values = ordered.map((face) => prominence(face, 280, 180));
        for (const [i, value] of values.entries()) {
          if (i > 0) expect(value).toBeLessThanOrEqual(values[i - 1]);
        }
        const shuffled = faces
          .map((face) => ({ face, at: random() }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ face }) => face);
        expect(byProminence(shuffled, 280, 180)).toEqual(ordered);
      }),
    );
  });

  it('puts the larger first at the same place, the more central first at the same size', () => {
    const [large, small] = [squareFace(200), squareFace(150)];
    expect(byProminence([small, large], 1000, 800)).toEqual([large, small]);
    const [central, aside] = [squareFace(150), squareFace(150, 900, 700)];
    expect(byProminence([aside, central], 1000, 800)).toEqual([central, aside]);
  });

  it('does not change when the image is mirrored', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [face] = randomFaces(seededRandom(seed), 1);
        const { box } = face;
        const mirrored = faceOf({ ...box, left: 280 - 1 - box.left - box.width });
        expect(prominence(mirrored, 280, 180)).toBeCloseTo(prominence(face, 280, 180), 6);
      }),
    );
  });

  it('goes from left to right where nothing else tells faces apart', () => {
    const left = faceOf({ left: 9.5, top: 30, width: 20, height: 20 });
    const right = faceOf({ left: 69.5, top: 30, width: 20, height: 20 });
    expect(prominence(left, 100, 80)).toBe(prominence(right, 100, 80));
    expect(byProminence([right, left], 100, 80)).toEqual([left, right]);
  });
});

describe('choosing a face', () => {
  const image = { width: 1000, height: 800 };
  /** So many sides of the main face to the right of the middle of the image. */
  const faceAt = (sides: number, areaShare = 1) =>
    squareFace(100 * Math.sqrt(areaShare), 499.5 + 100 * sides, 399.5);
  const main = faceAt(0);
  const { rivalAreaShare, rivalLead } = FACE.detection;
  const choose = (faces: DetectedFace[], selection: FaceSelection) =>
    chooseFace(faces, selection, image);

  it('takes the first as the main one and the one of most area as the largest', () => {
    const [small, larger] = [faceAt(3, 0.3), faceAt(4, 1.4)];
    expect(choose([main, small, larger], 'main')).toEqual({ chosen: 0 });
    expect(choose([main, small, larger], 'largest')).toEqual({ chosen: 2 });
    expect(choose([main, small], 'largest')).toEqual({ chosen: 0 });
    // The more prominent of two that are equal.
    expect(choose([main, faceAt(3)], 'largest')).toEqual({ chosen: 0 });
  });

  it('takes the only one only where it is the only one', () => {
    expect(choose([main], 'only')).toEqual({ chosen: 0 });
    expect(choose([main, faceAt(4, 0.01)], 'only')).toEqual({ refused: 'several-faces' });
  });

  it('refuses two people side by side where one should dominate', () => {
    expect(choose([faceAt(-1), faceAt(1)], 'dominant')).toEqual({ refused: 'several-faces' });
    // However many others stand between them in the order.
    const between = faceAt(1, rivalAreaShare / 4);
    expect(choose([faceAt(-1), between, faceAt(1)], 'dominant')).toEqual({
      refused: 'several-faces',
    });
  });

  it('takes the dominant one where all others are small, or far from the middle', () => {
    expect(choose([main], 'dominant')).toEqual({ chosen: 0 });
    expect(choose([faceAt(-1), faceAt(1, rivalAreaShare * 0.9)], 'dominant')).toEqual({
      chosen: 0,
    });
    expect(choose([main, faceAt(4), faceAt(-4, 1.4)], 'dominant')).toEqual({ chosen: 0 });
  });

  it('finds a rival where another face is both large enough and close enough, and only there', () => {
    const shares = fc.double({ min: 0.1, max: 1.5, noNaN: true });
    const offsets = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(shares, offsets, offsets, (share, mainAt, otherAt) => {
        // Prominence in areas of the main face: area, less twice the squared way to the middle.
        const lead = 1 - 2 * mainAt ** 2 - (share - 2 * otherAt ** 2);
        const margin = Math.min(Math.abs(share - rivalAreaShare), Math.abs(lead - rivalLead));
        fc.pre(lead >= 0 && margin > 1e-6);
        const expected =
          share > rivalAreaShare && lead < rivalLead ? { refused: 'several-faces' } : { chosen: 0 };
        expect(choose([faceAt(mainAt), faceAt(otherAt, share)], 'dominant')).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a face by its index, and refuses every index that is none', () => {
    const faces = [main, faceAt(2), faceAt(3)];
    expect(choose(faces, { index: 0 })).toEqual({ chosen: 0 });
    expect(choose(faces, { index: 2 })).toEqual({ chosen: 2 });
    for (const index of [3, 100, Infinity, -1, 0.5, Number.NaN]) {
      expect(choose(faces, { index })).toEqual({ refused: 'no-such-face' });
    }
  });
});
