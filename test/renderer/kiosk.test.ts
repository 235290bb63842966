import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KioskResult } from '../../app/contract/kiosk.ts';
import { NO_RUN, afterCharacter, badgeOf } from '../../renderer/screens/kiosk/badge.ts';
import {
  IDLE,
  follow,
  type KioskInput,
  type Mode,
  type Stage,
} from '../../renderer/screens/kiosk/kiosk-flow.ts';
import { lookOfResult } from '../../renderer/screens/kiosk/kiosk-result.ts';
import { sentenceOf } from '../../renderer/screens/kiosk/sentences.ts';

const OUTCOMES: readonly KioskResult['outcome'][] = [
  'accepted',
  'rejected',
  'undecided',
  'not-acquired',
  'second-modality-needed',
  'locked-out',
];

const result = (outcome: KioskResult['outcome'], lockedOutSeconds = 0): KioskResult => ({
  outcome,
  ...(outcome === 'accepted' && { displayName: 'Ada' }),
  reasons: [],
  lockedOutSeconds,
});

function play(inputs: readonly KioskInput[], mode: Mode = 'code'): Stage {
  return inputs.reduce<Stage>((stage, input) => follow(stage, input, mode), IDLE);
}

const typed = (text: string): KioskInput[] => [...text].map((key) => ({ kind: 'key', text: key }));
const answered = (outcome: KioskResult['outcome'], pausedSeconds = 0): KioskInput => ({
  kind: 'answered',
  result: result(outcome),
  pausedSeconds,
});
const ENTER = { kind: 'enter' } as const;
const OVER = { kind: 'over' } as const;

describe('a visitor with a code', () => {
  test('types it, takes a capture, hears the result, and is gone', () => {
    const inputs = [...typed('A-1'), ENTER];
    expect(play(inputs)).toEqual({ kind: 'capture', code: 'A-1' });
    const captured = [...inputs, { kind: 'captured' } as const];
    expect(play(captured)).toEqual({ kind: 'deciding', code: 'A-1' });
    expect(play([...captured, answered('accepted')])).toMatchObject({
      kind: 'result',
      told: { outcome: 'accepted' },
    });
    expect(play([...captured, answered('accepted'), OVER])).toEqual(IDLE);
  });

  test('corrects a slip, and starts over', () => {
    expect(play([...typed('A7'), { kind: 'erase' }])).toEqual({ kind: 'code', code: 'A' });
    expect(play([...typed('A'), { kind: 'erase' }])).toEqual(IDLE);
    expect(play([...typed('A7'), { kind: 'clear' }])).toEqual(IDLE);
    expect(play([...typed('A7'), ENTER, { kind: 'clear' }])).toEqual(IDLE);
  });

  test('goes nowhere without one', () => {
    expect(play([ENTER])).toEqual(IDLE);
    expect(play([...typed('  '), ENTER])).toEqual({ kind: 'code', code: '  ' });
  });

  test('shows a badge instead, whatever was typed before, and even while another one waits', () => {
    const badge: KioskInput = { kind: 'badge', code: 'B-2' };
    expect(play([...typed('A7'), badge])).toEqual({ kind: 'capture', code: 'B-2' });
    expect(play([...typed('A7'), ENTER, badge])).toEqual({ kind: 'capture', code: 'B-2' });
    const told = play([...typed('A'), ENTER, { kind: 'captured' }, answered('rejected')]);
    expect(follow(told, badge, 'code')).toEqual({ kind: 'capture', code: 'B-2' });
  });

  test('with a badge of more than a code hears what everybody hears, and with an empty one nothing', () => {
    const long: KioskInput = { kind: 'badge', code: '9'.repeat(450) };
    expect(play([long])).toEqual({ kind: 'capture', code: '9'.repeat(200) });
    const blank: KioskInput = { kind: 'badge', code: ' ' };
    expect(play([...typed('  '), blank])).toEqual(IDLE);
    expect(play([...typed('A7'), ENTER, blank])).toEqual({ kind: 'capture', code: 'A7' });
  });

  test('has another try with the same code where the capture was not usable', () => {
    const told = [...typed('A'), ENTER, { kind: 'captured' } as const, answered('not-acquired')];
    expect(play([...told, OVER])).toEqual({ kind: 'capture', code: 'A' });
  });

  test('does not get away from a pause, by whatever key', () => {
    const told = [...typed('A'), ENTER, { kind: 'captured' } as const, answered('rejected', 30)];
    const paused = { kind: 'paused', seconds: 30 };
    expect(play([...told, OVER])).toEqual(paused);
    expect(play([...told, ENTER])).toEqual(paused);
    expect(play([...told, { kind: 'clear' }])).toEqual(paused);
    expect(play([...told, { kind: 'badge', code: 'B' }])).toMatchObject({ kind: 'result' });
    expect(play([...told, OVER, ENTER, ...typed('B')])).toEqual(paused);
    expect(play([...told, OVER, { kind: 'resumed' }])).toEqual(IDLE);
  });
});

describe('a visitor who is searched for', () => {
  test('begins, and types nothing', () => {
    expect(play([...typed('A'), { kind: 'badge', code: 'B-2' }], 'identify')).toEqual(IDLE);
    expect(play([ENTER], 'identify')).toEqual({ kind: 'capture' });
    const again = play([ENTER, { kind: 'captured' }, answered('not-acquired'), OVER], 'identify');
    expect(again).toEqual({ kind: 'capture' });
  });
});

const inputs = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('key' as const), text: fc.constantFrom('a', '1', ' ') }),
    fc.record({ kind: fc.constant('badge' as const), code: fc.constantFrom('B-1', 'B-2') }),
    fc.record({ kind: fc.constant('pause' as const), seconds: fc.constantFrom(1, 60) }),
    fc.record({
      kind: fc.constant('answered' as const),
      result: fc.constantFrom(...OUTCOMES).map((outcome) => result(outcome)),
      pausedSeconds: fc.constantFrom(0, 60),
    }),
    fc.constantFrom<KioskInput>(
      { kind: 'erase' },
      { kind: 'clear' },
      ENTER,
      { kind: 'captured' },
      { kind: 'failed' },
      { kind: 'timeout' },
      OVER,
      { kind: 'resumed' },
    ),
  ),
  { maxLength: 60 },
);

test('from wherever visitors have left it, it is idle again by itself, with nothing of them', () => {
  fc.assert(
    fc.property(inputs, fc.constantFrom<Mode>('code', 'identify'), (happened, mode) => {
      // What time and the program bring, without any visitor.
      const alone: KioskInput[] = [
        { kind: 'failed' },
        OVER,
        { kind: 'resumed' },
        { kind: 'timeout' },
      ];
      const left = play(happened, mode);
      const end = alone.reduce<Stage>((stage, input) => follow(stage, input, mode), left);
      expect(end).toEqual(IDLE);
    }),
  );
});

test('an answer is shown only to whom a capture was taken of, and never twice', () => {
  fc.assert(
    fc.property(inputs, fc.constantFrom<Mode>('code', 'identify'), (happened, mode) => {
      let stage: Stage = IDLE;
      let captured = false;
      for (const input of happened) {
        const next = follow(stage, input, mode);
        if (next.kind === 'result' && stage.kind !== 'result') {
          expect(captured).toBe(true);
          captured = false;
        }
        if (next.kind === 'deciding') captured = true;
        stage = next;
      }
    }),
  );
});

test('every stage has its sentence, and every answer a look, a sound and words of its own', () => {
  const stages: Stage[] = [
    IDLE,
    { kind: 'code', code: 'a' },
    { kind: 'capture' },
    { kind: 'deciding' },
    { kind: 'paused', seconds: 3 },
  ];
  const kiosk = { mode: 'code', modality: 'face' } as const;
  expect(new Set(stages.map((stage) => sentenceOf(stage, kiosk))).size).toBe(stages.length);
  const looks = [
    ...OUTCOMES.map((outcome) => lookOfResult(result(outcome))),
    lookOfResult('failed'),
  ];
  expect(new Set(looks.map(({ word, sentence }) => `${word} ${sentence}`)).size).toBe(looks.length);
  expect(lookOfResult(result('accepted'))).toMatchObject({ colour: 'accept', sentence: 'Ada' });
  expect(lookOfResult(result('rejected'))).toMatchObject({ colour: 'reject', sound: 'rejected' });
  // Never by colour alone: no two colours share an icon.
  const colours = Map.groupBy(looks, ({ icon }) => icon);
  for (const those of colours.values()) {
    expect(new Set(those.map(({ colour }) => colour)).size).toBe(1);
  }
});

describe('a badge reader', () => {
  const run = (text: string, everyMs: number, endsAfterMs = everyMs) => {
    const keys = [...text];
    const typedRun = keys.reduce(
      (before, key, at) => afterCharacter(before, key, 1000 + at * everyMs),
      NO_RUN,
    );
    return badgeOf(typedRun, 1000 + (keys.length - 1) * everyMs + endsAfterMs);
  };

  test('is known by its speed, and by ending its code itself', () => {
    expect(run('A-1001', 8)).toBe('A-1001');
    expect(run('A-1001', 50)).toBe('A-1001');
    expect(run('A-1001', 80)).toBeUndefined();
    expect(run('A-1001', 8, 400)).toBeUndefined(); // A hand presses Enter.
    expect(run('A-1', 8)).toBeUndefined(); // Too short to tell.
  });

  const typeAt = (keys: readonly (readonly [key: string, atMs: number])[]) =>
    keys.reduce((before, [key, atMs]) => afterCharacter(before, key, atMs), NO_RUN);

  test('is heard without what a hand has typed a while before', () => {
    const reader = Array.from('B-2002', (key, at) => [key, 2000 + 5 * at] as const);
    expect(badgeOf(typeAt([['7', 0], ...reader]), 2030)).toBe('B-2002');
  });

  test('loses no part of its code where the machine holds up a key of it', () => {
    const heldUp = [
      ['A', 0],
      ['-', 5],
      ['1', 300],
      ['0', 305],
      ['0', 310],
      ['1', 315],
    ] as const;
    expect(badgeOf(typeAt(heldUp), 320)).toBe('A-1001');
  });
});
