import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recoverFromCrashes } from '../../../app/hosts/electron/renderer-crash.ts';
import { asWindow, fakeWindow } from './fake-electron.ts';

const LOAD = 0;
const OTHER = 1;

function crashing({ isKiosk = false, answer = LOAD } = {}) {
  const window = fakeWindow();
  const done = { loads: 0, quits: 0 };
  const questions: { message: string; buttons?: string[] }[] = [];
  let now = 0;
  recoverFromCrashes({
    window: asWindow(window),
    dialog: {
      showMessageBox: (...given: unknown[]) => {
        questions.push(given[1] as (typeof questions)[0]); // The window comes first.
        return Promise.resolve({ response: answer, checkboxChecked: false });
      },
    },
    isKiosk: () => isKiosk,
    load: () => (done.loads += 1),
    quit: () => (done.quits += 1),
    now: () => now,
    report: () => undefined,
  });
  const crash = async (reason = 'crashed', atMs = now) => {
    now = atMs;
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
    await Promise.resolve();
  };
  return { window, done, questions, crash };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a page that crashed', () => {
  it.each(['crashed', 'oom', 'killed', 'abnormal-exit', 'launch-failed'])(
    'by %s is loaded again without a question',
    async (reason) => {
      const { crash, done, questions } = crashing();
      await crash(reason);
      expect(done).toEqual({ loads: 1, quits: 0 });
      expect(questions).toEqual([]);
    },
  );

  it('twice in a minute is told, and the operator says what to do', async () => {
    for (const [answer, loads, quits] of [
      [LOAD, 2, 0],
      [OTHER, 1, 1],
    ] as const) {
      const { crash, done, questions } = crashing({ answer });
      await crash('crashed', 1_000);
      await crash('crashed', 30_000);
      await vi.runAllTimersAsync();
      expect(questions.map(({ buttons }) => buttons)).toEqual([['Load it again', 'Quit']]);
      expect(done).toEqual({ loads, quits });
    }
  });

  it('once an hour is loaded again every time', async () => {
    const { crash, done, questions } = crashing();
    for (let hour = 0; hour < 8; hour++) await crash('crashed', hour * 3_600_000);
    expect(done.loads).toBe(8);
    expect(questions).toEqual([]);
  });

  it('because it was closed is left alone', async () => {
    const { crash, done } = crashing();
    await crash('clean-exit');
    expect(done).toEqual({ loads: 0, quits: 0 });
  });

  it('at a kiosk comes back without asking a passer-by, however often', async () => {
    const { crash, done, questions } = crashing({ isKiosk: true });
    for (let i = 0; i < 5; i++) await crash('crashed', i * 1_000);
    await vi.runAllTimersAsync();
    expect(done).toEqual({ loads: 5, quits: 0 });
    expect(questions).toEqual([]);
  });
});

describe('a page that froze', () => {
  it('is told, and waited for if the operator likes', async () => {
    const { window, done, questions } = crashing({ answer: OTHER });
    window.emit('unresponsive');
    await vi.runAllTimersAsync();
    expect(questions.map(({ buttons }) => buttons)).toEqual([['Load it again', 'Wait']]);
    expect(done).toEqual({ loads: 0, quits: 0 });
  });

  it('at a kiosk is ended, so that it is loaded again', () => {
    const { window, questions } = crashing({ isKiosk: true });
    window.emit('unresponsive');
    expect(window.webContents.crashes).toBe(1);
    expect(questions).toEqual([]);
  });
});
