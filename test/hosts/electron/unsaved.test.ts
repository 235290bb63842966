import { describe, expect, it } from 'vitest';
import { askBeforeUnload } from '../../../app/hosts/electron/unsaved.ts';
import { asWindow, fakeWindow, preventable } from './fake-electron.ts';

const LEAVE = 0;
const STAY = 1;

/** A window that asks its page before it closes or is loaded anew, in the order in which Electron does it. */
function windowWith({ unsaved = true, isKiosk = false } = {}) {
  const window = fakeWindow();
  const page = { unsaved };
  const done = { closed: 0, loadedAnew: 0 };
  const unload = () => {
    if (!page.unsaved) return true;
    const objection = preventable();
    window.webContents.emit('will-prevent-unload', objection);
    return objection.prevented;
  };
  const close = () => {
    window.emit('close', preventable());
    if (unload()) done.closed += 1;
  };
  const reload = () => {
    if (!unload()) return;
    done.loadedAnew += 1;
    page.unsaved = false;
    window.webContents.emit('did-finish-load');
  };
  Object.assign(window, { close });
  Object.assign(window.webContents, { reload });
  const questions: { buttons?: string[]; answer: (response: number) => Promise<void> }[] = [];
  askBeforeUnload({
    window: asWindow(window),
    dialog: {
      showMessageBox: (...given: unknown[]) => {
        const { promise, resolve } = Promise.withResolvers<{
          response: number;
          checkboxChecked: boolean;
        }>();
        questions.push({
          ...(given[1] as { buttons: string[] }), // The window comes first.
          async answer(response) {
            resolve({ response, checkboxChecked: false });
            await promise;
            await Promise.resolve();
          },
        });
        return promise;
      },
    },
    isKiosk: () => isKiosk,
  });
  return { window, page, done, questions, close, reload };
}

describe('a window whose page holds something unsaved', () => {
  it('asks before it closes, and stays where the operator says so', async () => {
    const { close, done, questions } = windowWith();
    close();
    expect(done.closed).toBe(0);
    expect(questions.map(({ buttons }) => buttons)).toEqual([['Leave', 'Stay']]);
    await questions[0].answer(STAY);
    expect(done).toEqual({ closed: 0, loadedAnew: 0 });
    // The next time it asks again.
    close();
    expect(questions).toHaveLength(2);
    await questions[1].answer(LEAVE);
    expect(done).toEqual({ closed: 1, loadedAnew: 0 });
  });

  it('asks before it is loaded anew, and then does that and no more', async () => {
    const { reload, close, page, done, questions } = windowWith();
    reload();
    await questions[0].answer(LEAVE);
    expect(done).toEqual({ closed: 0, loadedAnew: 1 });
    // What comes after is another page's, and was not agreed to.
    page.unsaved = true;
    close();
    expect(done.closed).toBe(0);
    expect(questions).toHaveLength(2);
  });

  it('after it stayed open, is loaded anew where that was asked for', async () => {
    const { reload, close, done, questions } = windowWith();
    close();
    await questions[0].answer(STAY);
    reload();
    await questions[1].answer(LEAVE);
    expect(done).toEqual({ closed: 0, loadedAnew: 1 });
  });

  it('asks once, however often it is told to close', async () => {
    const { close, done, questions } = windowWith();
    close();
    close();
    expect(questions).toHaveLength(1);
    await questions[0].answer(LEAVE);
    expect(done.closed).toBe(1);
  });

  it('that is gone by the time of the answer is left alone', async () => {
    const { window, close, done, questions } = windowWith();
    close();
    window.destroyed = true;
    await questions[0].answer(LEAVE);
    expect(done.closed).toBe(0);
  });

  it('closes without a question where nothing is unsaved, and at a kiosk', () => {
    for (const plain of [windowWith({ unsaved: false }), windowWith({ isKiosk: true })]) {
      plain.close();
      expect(plain.done.closed).toBe(1);
      expect(plain.questions).toEqual([]);
    }
  });
});
