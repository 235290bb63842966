import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrinter } from '../../../app/hosts/electron/print.ts';
import { createElectronShell } from '../../../app/hosts/electron/shell.ts';
import { asWindow, fakeElectron, fakeWindow } from './fake-electron.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'twinmark-shell-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function shell() {
  const electron = fakeElectron(folder);
  const kiosk: boolean[] = [];
  const made = createElectronShell({
    dialog: electron.parts.dialog,
    window: asWindow(fakeWindow()),
    kiosk: { isOn: () => false, set: (on) => kiosk.push(on), release: () => undefined },
    printPdf: (html) => Promise.resolve(Buffer.from(`PDF of ${html}`)),
    versions: { electron: '45' },
    quit: () => undefined,
  });
  const { showSaveDialog, showOpenDialog } = electron.dialog;
  const answerSave = (name: string) =>
    showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path.join(folder, name) });
  return { shell: made, kiosk, answerSave, showSaveDialog, showOpenDialog };
}

describe('the shell', () => {
  it('says which window this is', () => {
    const { host, versions } = shell().shell.describe();
    expect(host).toBe('electron');
    expect(versions).toEqual({ node: process.versions.node, electron: '45' });
  });

  it('asks for folders, never for files', async () => {
    const { shell: made, showOpenDialog } = shell();
    expect(await made.chooseFolder('audit')).toBeUndefined();
    showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/chosen'] });
    expect(await made.chooseFolder('audit')).toBe('/chosen');
    expect(showOpenDialog.mock.calls.map((given) => given[1])).toEqual(
      Array(2).fill(
        expect.objectContaining({ properties: expect.arrayContaining(['openDirectory']) }),
      ),
    );
  });

  it('writes where the operator says, whole, and nothing else is left', async () => {
    const { shell: made, answerSave, showSaveDialog } = shell();
    answerSave('report.csv');
    expect(await made.saveFile('report.csv', 'a,b')).toBe(true);
    answerSave('bytes');
    expect(await made.saveFile('bytes', new Uint8Array([1, 2]))).toBe(true);
    answerSave('report.pdf');
    expect(await made.savePdf('report.pdf', '<p>')).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['bytes', 'report.csv', 'report.pdf']);
    expect(readFileSync(path.join(folder, 'report.csv'), 'utf8')).toBe('a,b');
    expect([...readFileSync(path.join(folder, 'bytes'))]).toEqual([1, 2]);
    expect(readFileSync(path.join(folder, 'report.pdf'), 'utf8')).toBe('PDF of <p>');
    const options = showSaveDialog.mock.calls.map((given) => given[1]);
    expect(options).toMatchObject([
      { defaultPath: 'report.csv', filters: [{ name: 'CSV', extensions: ['csv'] }] },
      { defaultPath: 'bytes' },
      { defaultPath: 'report.pdf' },
    ]);
  });

  it('writes nothing where the operator cancels', async () => {
    const { shell: made } = shell();
    expect(await made.saveFile('report.csv', 'a,b')).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a place that can not be written to is told, and what was there stays', async () => {
    const { shell: made, answerSave } = shell();
    writeFileSync(path.join(folder, 'file'), 'kept');
    answerSave('file/within');
    await expect(made.saveFile('within', 'text')).rejects.toMatchObject({
      code: 'bad-input',
      message: 'Expected a place that can be written to but received ENOTDIR; save it elsewhere.',
    });
    expect(readFileSync(path.join(folder, 'file'), 'utf8')).toBe('kept');
    expect(existsSync(path.join(folder, 'file.part'))).toBe(false);
  });

  it('enters and leaves the kiosk', async () => {
    const { shell: made, kiosk } = shell();
    await made.setKiosk(true);
    await made.setKiosk(false);
    expect(kiosk).toEqual([true, false]);
  });
});

describe('printing', () => {
  const print = () => {
    const electron = fakeElectron(folder);
    return { ...electron, print: createPrinter(electron.parts, { allowDevTools: false }) };
  };

  it('shows the document to nobody, in a window that is gone afterwards', async () => {
    const { print: printPdf, windows, sessions } = print();
    expect(Buffer.from(await printPdf('<p>1')).toString()).toMatch(/^%PDF/);
    expect(windows).toHaveLength(1);
    expect(windows[0].options.show).toBe(false);
    expect(windows[0].destroyed).toBe(true);
    const handler = sessions.get('print')?.protocol.handlers.get('app');
    expect((await handler?.(new Request(windows[0].loaded[0])))?.status).toBe(404);
  });

  it('serves each window its own document, with a policy that allows no script', async () => {
    const { print: printPdf, windows, sessions } = print();
    const two = Promise.all(['<p>1', '<p>2'].map((html) => printPdf(html)));
    const handler = sessions.get('print')?.protocol.handlers.get('app');
    const responses = windows.map(({ loaded }) => handler?.(new Request(loaded[0])));
    await two;
    expect(windows).toHaveLength(2);
    for (const [index, answer] of responses.entries()) {
      const response = await answer;
      expect(await response?.text()).toBe(`<p>${index + 1}`);
      const policy = response?.headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script|connect|https?:/);
    }
  });

  it('gives such a window no network, device or permission', async () => {
    const { print: printPdf, sessions } = print();
    await printPdf('<p>');
    const session = sessions.get('print');
    let answer: object = {};
    session?.beforeRequest?.({ url: 'https://example.com/' }, (given) => (answer = given));
    expect(answer).toEqual({ cancel: true });
    expect(session?.permissionCheck?.(null, 'media', '', { isMainFrame: true })).toBe(false);
  });

  it('a document that can not be printed leaves no window', async () => {
    const { print: printPdf, windows } = print();
    const printing = printPdf('<p>');
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as Electron may
    Object.assign(windows[0].webContents, { printToPDF: () => Promise.reject('no printer') });
    await expect(printing).rejects.toBe('no printer');
    expect(windows[0].destroyed).toBe(true);
  });
});
