import { describe, expect, test } from 'vitest';
import type { AssessmentReport } from '../../app/contract/capture.ts';
import type { FaceReport } from '../../app/contract/results.ts';
import type { Sha256 } from '../../app/core/vocabulary.ts';
import { PACE, pauseAfter, startAssessment } from '../../renderer/camera/assessment.ts';
import { isWaiting, retryAfterMs, stateOfFailure } from '../../renderer/camera/camera-state.ts';
import { judgeFrame } from '../../renderer/camera/judge-frame.ts';
import {
  SHUTTER,
  WATCHING,
  afterFrame,
  afterTime,
  countdownShare,
} from '../../renderer/camera/shutter.ts';

describe('what the browser says of a camera', () => {
  test.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'absent'],
    ['OverconstrainedError', 'absent'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
  ] as const)('%s means %s', (name, state) => {
    expect(stateOfFailure(new DOMException('', name))).toBe(state);
  });

  test('is tried again by itself where time alone can help', () => {
    expect(retryAfterMs('busy')).toBeGreaterThan(0);
    expect(retryAfterMs('lost')).toBeGreaterThan(0);
    expect(retryAfterMs('denied')).toBeUndefined();
    expect(retryAfterMs('absent')).toBeUndefined();
    expect(isWaiting('live')).toBe(false);
  });
});

describe('the automatic shutter', () => {
  test('one good frame among bad ones takes nothing', () => {
    let state = WATCHING;
    for (let frame = 0; frame < 50; frame++)
      state = afterFrame(state, frame % 2 === 0, frame * 100);
    expect(state.phase).toBe('watching');
  });

  test('good frames begin a countdown, and its end takes the picture, once', () => {
    let state = WATCHING;
    for (let frame = 0; frame < SHUTTER.goodFrames; frame++) state = afterFrame(state, true, 0);
    expect(state.phase).toBe('counting');
    expect(countdownShare(state, SHUTTER.countdownMs / 2)).toBeCloseTo(0.5, 9);
    expect(afterTime(state, SHUTTER.countdownMs - 1).phase).toBe('counting');
    state = afterTime(state, SHUTTER.countdownMs);
    expect(state.phase).toBe('shooting');
    expect(afterFrame(state, true, SHUTTER.countdownMs + 1)).toBe(state);
  });

  test('a bad frame during the countdown begins anew', () => {
    let state = WATCHING;
    for (let frame = 0; frame < SHUTTER.goodFrames; frame++) state = afterFrame(state, true, 0);
    expect(afterFrame(state, false, 10)).toEqual(WATCHING);
  });
});

describe('looking at live frames', () => {
  const report = face();

  test('never looks at two at once', async () => {
    let open = 0;
    let most = 0;
    let looks = 0;
    const end = startAssessment({
      grab: () => Promise.resolve(new Uint8Array(1)),
      assess: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        open -= 1;
        looks += 1;
        return report;
      },
      seen: () => undefined,
      now: () => 0,
      wait: () => new Promise(setImmediate),
    });
    await until(() => looks > 5);
    end();
    expect(most).toBe(1);
  });

  test('an answer that comes too late is not used, and none after the end', async () => {
    let time = 0;
    let took: number = PACE.lateMs + 1;
    const seen: unknown[] = [];
    let looks = 0;
    const end = startAssessment({
      grab: () => Promise.resolve(new Uint8Array(1)),
      assess: () => {
        time += took;
        looks += 1;
        return Promise.resolve(report);
      },
      seen: (one) => seen.push(one),
      now: () => time,
      wait: () => new Promise(setImmediate),
    });
    await until(() => looks > 2);
    expect(seen).toEqual([]);
    took = 10;
    await until(() => seen.length > 0);
    end();
    const count = seen.length;
    await until(() => true);
    expect(seen).toHaveLength(count);
  });

  test('a look that fails is not the last one', async () => {
    let looks = 0;
    const seen: unknown[] = [];
    const end = startAssessment({
      grab: () => Promise.resolve(new Uint8Array(1)),
      assess: () => (looks++ === 0 ? Promise.reject(new Error('busy')) : Promise.resolve(report)),
      seen: (one) => seen.push(one),
      now: () => 0,
      wait: () => new Promise(setImmediate),
    });
    await until(() => seen.length > 0);
    end();
  });

  test('the pause leaves the engine its time, and no look follows too soon', () => {
    for (const took of [1, 50, 100, 300, 1000]) {
      const whole = took + pauseAfter(took);
      expect(whole).toBeGreaterThanOrEqual(PACE.leastMs - 1e-9);
      expect(took / whole).toBeLessThanOrEqual(PACE.busyShare + 1e-9);
    }
  });
});

describe('a live frame', () => {
  test('of a large, frontal, sharp face in the middle is good', () => {
    expect(judgeFrame(face())).toMatchObject({ good: true, hint: 'Good. Hold still' });
  });

  test.each([
    ['far away', face({ box: { left: 220, top: 160, width: 40, height: 40 } }), 'Come closer'],
    ['aside', face({ box: { left: 0, top: 100, width: 160, height: 160 } }), 'To the middle'],
    ['turned', face({}, { yawDeg: 35 }), 'Look here'],
    ['blurred', face({}, { sharpness: 0.075 }), 'Hold still'],
  ])('%s says what to do', (_, report, hint) => {
    expect(judgeFrame(report)).toMatchObject({ good: false, hint });
  });

  test('with several problems names the one that can be changed first', () => {
    const judged = judgeFrame({
      points: [],
      sample: {
        outcome: 'failure-to-acquire',
        modality: 'face',
        reasons: [{ problem: 'too-dark' }, { problem: 'face-too-small' }],
      },
    });
    expect(judged).toEqual({ good: false, hint: 'Come closer' });
  });
});

function face(
  change: Partial<FaceReport> = {},
  quality: Partial<FaceReport['quality']> = {},
): AssessmentReport {
  return {
    points: [],
    sample: {
      outcome: 'acquired',
      modality: 'face',
      source: {
        sha256: '0'.repeat(64) as Sha256,
        bytes: 1000,
        format: 'jpeg',
        width: 480,
        height: 360,
      },
      faces: 1,
      face: 0,
      box: { left: 160, top: 100, width: 160, height: 160 },
      quality: {
        interEyeDistancePx: 70,
        sharpness: 0.3,
        brightness: 120,
        contrast: 40,
        outsideShare: 0,
        yawDeg: 2,
        pitchDeg: 3,
        rollDeg: 0,
        detectionConfidence: 0.9,
        landmarkConfidence: 1,
        ...quality,
      },
      ...change,
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    await new Promise(setImmediate);
    if (condition()) return;
  }
  expect.fail('Expected it to happen within 200 turns.');
}
