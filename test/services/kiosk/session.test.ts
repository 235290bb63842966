import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandName } from '../../../app/contract/commands.ts';
import { KIOSK_COMMANDS } from '../../../app/contract/kiosk.ts';
import { pinPauseMs } from '../../../app/core/kiosk-locks.ts';
import { createPins } from '../../../app/services/kiosk/pin.ts';
import { COMPLETE, NAMES } from '../../contract/inputs.ts';
import { temporaryStore } from '../support.ts';
import { PIN, kioskProgram, openKiosk, type KioskProgram } from './kiosk-program.ts';

async function codeOf(program: KioskProgram, name: CommandName, input: unknown): Promise<string> {
  const answer = await program.call(name, input as never);
  return answer.ok ? 'ok' : answer.failure.code;
}

describe('entering', () => {
  test('takes a PIN that is set', async () => {
    const program = kioskProgram();
    expect(await codeOf(program, 'kiosk.enter', {})).toBe('conflict');
    expect(program.fullScreen).toEqual([]);
    await program.value('kiosk.setPin', { pin: PIN });
    expect(await program.value('kiosk.enter', {})).toMatchObject({ active: true, pinSet: true });
    expect(program.fullScreen).toEqual([true]);
  });

  test('takes a window', async () => {
    const program = kioskProgram({ window: false });
    await program.value('kiosk.setPin', { pin: PIN });
    expect(await codeOf(program, 'kiosk.enter', {})).toBe('bad-input');
  });

  test('has not happened where the window does not go full screen', async () => {
    let failing = true;
    const program = kioskProgram({ failFullScreen: () => failing });
    await program.value('kiosk.setPin', { pin: PIN });
    expect(await codeOf(program, 'kiosk.enter', {})).toBe('internal');
    expect(await program.value('kiosk.state', {})).toMatchObject({ active: false });
    failing = false;
    expect(await program.value('kiosk.enter', {})).toMatchObject({ active: true });
  });

  test('twice is entering once', async () => {
    const program = await openKiosk();
    expect(await codeOf(program, 'kiosk.enter', {})).toBe('not-allowed');
    expect(program.fullScreen).toEqual([true]);
  });
});

describe('while it is on', () => {
  test('every command but the kiosk’s own is refused, and not carried out', async () => {
    const program = await openKiosk();
    for (const name of NAMES) {
      if (KIOSK_COMMANDS.some((one) => one === name)) continue;
      expect(await codeOf(program, name, COMPLETE[name]), name).toBe('not-allowed');
    }
    expect(program.reached).toEqual([]);
    await program.value('kiosk.leave', { pin: PIN });
    expect(await codeOf(program, 'people.list', {})).toBe('ok');
    expect(program.reached).toEqual(['people.list']);
  });

  test('its window hears of the kiosk only; what ended meanwhile is told afterwards', async () => {
    const program = await openKiosk();
    program.events.length = 0;
    const failed = {
      event: 'job.failed',
      jobId: 'job-1',
      failure: { code: 'cancelled', message: '' },
    } as const;
    program.emit({ event: 'data.changed', what: 'people' });
    program.emit({
      event: 'job.progress',
      progress: { jobId: 'job-1', phase: 'a', done: 1, total: 2 },
    });
    program.emit(failed);
    program.emit({ event: 'data.changed', what: 'kiosk' });
    expect(program.events).toEqual([{ event: 'data.changed', what: 'kiosk' }]);
    await program.value('kiosk.leave', { pin: PIN });
    expect(program.events.slice(1)).toEqual([failed, { event: 'data.changed', what: 'kiosk' }]);
  });
});

describe('leaving', () => {
  test('takes the PIN, and gives the window back', async () => {
    const program = await openKiosk();
    expect(await codeOf(program, 'kiosk.leave', { pin: '1357' })).toBe('not-allowed');
    expect(await program.value('kiosk.state', {})).toMatchObject({ active: true });
    expect(await program.value('kiosk.leave', { pin: PIN })).toMatchObject({ active: false });
    expect(program.fullScreen).toEqual([true, false]);
  });

  test('is refused for a while after wrong PINs, the right one as well, and longer each time', async () => {
    const program = await openKiosk();
    const wrong = () => codeOf(program, 'kiosk.leave', { pin: '0000' });
    for (let i = 0; i < 4; i++) expect(await wrong()).toBe('not-allowed');
    expect(await program.value('kiosk.state', {})).toMatchObject({ pinPausedSeconds: 30 });
    expect(await codeOf(program, 'kiosk.leave', { pin: PIN })).toBe('not-allowed');
    program.pass(30);
    await wrong();
    expect(await program.value('kiosk.state', {})).toMatchObject({ pinPausedSeconds: 60 });
    program.pass(60);
    expect(await program.value('kiosk.leave', { pin: PIN })).toMatchObject({ pinPausedSeconds: 0 });
  });

  test('many PINs at once are no more guesses than one after another', async () => {
    const program = await openKiosk();
    const pins = Array.from({ length: 50 }, (_, i) => String(1000 + i));
    const answers = await Promise.all(
      [...pins, PIN].map((pin) => program.call('kiosk.leave', { pin })),
    );
    expect(answers.every((answer) => !answer.ok)).toBe(true);
    expect(await program.value('kiosk.state', {})).toMatchObject({
      active: true,
      pinPausedSeconds: 30,
    });
  });
});

describe('the PIN', () => {
  test('is changed with the one before it only', async () => {
    const program = kioskProgram();
    await program.value('kiosk.setPin', { pin: PIN });
    expect(await codeOf(program, 'kiosk.setPin', { pin: '9999' })).toBe('bad-input');
    const guess = { pin: '9999', currentPin: '0000' };
    expect(await codeOf(program, 'kiosk.setPin', guess)).toBe('not-allowed');
    await program.value('kiosk.setPin', { pin: '9999', currentPin: PIN });
    await program.value('kiosk.enter', {});
    expect(await codeOf(program, 'kiosk.leave', { pin: PIN })).toBe('not-allowed');
    expect(await codeOf(program, 'kiosk.leave', { pin: '9999' })).toBe('ok');
  });

  test('is not in the store, only what scrypt makes of it, with other salt each time', async () => {
    const texts = await Promise.all(
      [1, 2].map(async () => {
        const { documents } = temporaryStore();
        await createPins(() => documents, { n: 2, r: 1, p: 1 }).set('86420975');
        return documents.read('kiosk-pin')?.text ?? '';
      }),
    );
    expect(texts[0]).not.toContain('86420975');
    expect(texts[0]).not.toBe(texts[1]);
    expect(JSON.parse(texts[0])).toMatchObject({ algorithm: 'scrypt', cost: { n: 2, r: 1, p: 1 } });
  });

  test('costs a guess some hundred milliseconds as it is shipped', async () => {
    const { documents } = temporaryStore();
    const pins = createPins(() => documents);
    await pins.set(PIN);
    const before = performance.now();
    expect(await pins.isRight(PIN)).toBe(true);
    expect(performance.now() - before).toBeGreaterThan(50);
    expect(await pins.isRight('1111')).toBe(false);
  });

  test('that is damaged lets nobody out', async () => {
    const program = await openKiosk();
    for (const damaged of [{}, { algorithm: 'none' }, { algorithm: 'scrypt', cost: {}, key: '' }]) {
      program.store.documents.write('kiosk-pin', 1, damaged);
      expect(await codeOf(program, 'kiosk.leave', { pin: PIN })).toBe('not-allowed');
      program.pass(3600);
    }
  });

  test('that was forgotten is reset by the command line, and by no window', async () => {
    const program = await openKiosk();
    await program.value('kiosk.leave', { pin: PIN });
    expect(await codeOf(program, 'kiosk.reset', {})).toBe('not-allowed');
    const { store } = program;
    await program.value('kiosk.enter', {});
    await kioskProgram({ store, window: false }).value('kiosk.reset', {});
    const next = kioskProgram({ store });
    await next.start(false);
    expect(await next.value('kiosk.state', {})).toMatchObject({ active: false, pinSet: false });
  });
});

describe('after a restart', () => {
  test('the kiosk that was on is on, and full screen', async () => {
    const { store } = await openKiosk();
    const next = kioskProgram({ store });
    expect(await codeOf(next, 'people.list', {})).toBe('not-allowed'); // Even before its window.
    await next.start(false);
    expect(next.fullScreen).toEqual([true]);
    expect(await next.value('kiosk.state', {})).toMatchObject({ active: true });
  });

  test('one that was left is off, unless it is asked for', async () => {
    const program = await openKiosk();
    await program.value('kiosk.leave', { pin: PIN });
    const { store } = program;
    const desk = kioskProgram({ store });
    await desk.start(false);
    expect(desk.fullScreen).toEqual([]);
    const kiosk = kioskProgram({ store });
    await kiosk.start(true);
    expect(await kiosk.value('kiosk.state', {})).toMatchObject({ active: true });
  });

  test('one that is asked for without a PIN does not start', async () => {
    await expect(kioskProgram().start(true)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('wrong PINs still count, and so does the pause after them', async () => {
    const program = await openKiosk();
    for (let i = 0; i < 4; i++) await program.call('kiosk.leave', { pin: '0000' });
    const { store } = program;
    const soon = kioskProgram({ store, startedAt: '2026-11-25T12:00:10.000Z' });
    expect(await soon.value('kiosk.state', {})).toMatchObject({ pinPausedSeconds: 20 });
    const setBack = kioskProgram({ store, startedAt: '2020-01-01T00:00:00.000Z' });
    expect(await setBack.value('kiosk.state', {})).toMatchObject({ pinPausedSeconds: 30 });
    const late = kioskProgram({ store, startedAt: '2026-11-26T12:00:00.000Z' });
    expect(await late.value('kiosk.state', {})).toMatchObject({ pinPausedSeconds: 0 });
    await late.call('kiosk.leave', { pin: '0000' });
    expect(await late.value('kiosk.state', {})).toMatchObject({ pinPausedSeconds: 60 });
  });

  test('a damaged note of whether it was on keeps it on: nobody gets out by damage', async () => {
    const { store } = await openKiosk();
    store.documents.write('kiosk', 1, { active: 'perhaps' });
    const next = kioskProgram({ store });
    expect(await next.value('kiosk.state', {})).toMatchObject({ active: true });
    expect(await next.value('kiosk.leave', { pin: PIN })).toMatchObject({ active: false });
  });
});

/** What a window could send, and time. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('any' as const), name: fc.constantFrom(...NAMES) }),
    fc.record({
      kind: fc.constant('leave' as const),
      pin: fc.constantFrom(PIN, '0000', '2469', '24680'),
    }),
    fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 29, 31, 3600) }),
    fc.record({ kind: fc.constant('restart' as const) }),
  ),
  { maxLength: 40 },
);

test('no sequence of commands, times and restarts leads out of the kiosk without its PIN', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const store = temporaryStore();
      let program = await openKiosk({}, { store });
      let startedMs = Date.parse('2026-11-25T12:00:00.000Z');
      // The model: on or off, how many wrong PINs, and until when none is taken.
      let active = true;
      let wrong = 0;
      let pausedUntilMs = 0;
      let nowMs = startedMs;
      for (const step of sequence) {
        program.reached.length = 0;
        if (step.kind === 'pass') {
          program.pass(step.seconds);
          nowMs += 1000 * step.seconds;
        } else if (step.kind === 'restart') {
          startedMs = nowMs;
          program = kioskProgram({ store, startedAt: new Date(startedMs).toISOString() });
          await program.start(false);
        } else if (step.kind === 'leave') {
          const answer = await program.call('kiosk.leave', { pin: step.pin });
          const right = step.pin === PIN && nowMs >= pausedUntilMs;
          expect(answer.ok).toBe(!active || right);
          if (active && right) {
            active = false;
            wrong = 0;
          } else if (active && nowMs >= pausedUntilMs) {
            wrong += 1;
            pausedUntilMs = nowMs + pinPauseMs(wrong);
          }
        } else if (active) {
          // Setting a PIN and resetting it are among them: neither may do anything.
          const input = step.name === 'kiosk.leave' ? { pin: '0001' } : COMPLETE[step.name];
          if (step.name === 'kiosk.leave') {
            if (nowMs >= pausedUntilMs) {
              wrong += 1;
              pausedUntilMs = nowMs + pinPauseMs(wrong);
            }
          }
          await program.call(step.name, input);
          expect(program.reached).toEqual([]);
        }
        const state = await program.value('kiosk.state', {});
        expect(state.active).toBe(active);
        expect(state.pinSet).toBe(true);
      }
      store.close();
    }),
    { numRuns: 50 },
  );
}, 60_000);
