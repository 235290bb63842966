import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderDialog, type DialogView } from '../../../app/hosts/chromium/dialog-page.ts';
import { judgeChoice, viewFolder } from '../../../app/hosts/chromium/dialog-view.ts';
import { temporaryFolder } from '../../store/fixtures.ts';

const FOLDER = { title: 'Choose' };
const FILE = { title: 'Save as', fileName: 'report.csv' };

function furnished(): string {
  const folder = temporaryFolder();
  for (const name of ['b10', 'b9', '.hidden', 'ünder <i>']) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, 'report.csv'), 'old');
  symlinkSync(path.join(folder, 'b9'), path.join(folder, 'linked'));
  return folder;
}

describe('what a dialog shows', () => {
  test('the folders inside, in the order of their numbers, links to folders included', async () => {
    const folder = furnished();
    const { inside, parent } = await viewFolder(FOLDER, folder);
    expect(parent).toBe(path.dirname(folder));
    expect('problem' in inside ? [] : inside.map(({ name }) => name)).toEqual([
      'b9',
      'b10',
      'linked',
      'ünder <i>',
    ]);
  });

  test('a folder that is not there says so, and the root has nothing above it', async () => {
    const missing = await viewFolder(FOLDER, path.join(temporaryFolder(), 'none'));
    expect(missing.inside).toHaveProperty('problem');
    expect((await viewFolder(FOLDER, '/')).parent).toBeUndefined();
  });

  test('names are text, never markup', () => {
    const evil = '"><script>alert(1)</script><a href="';
    const view: DialogView = {
      title: evil,
      folder: `/${evil}`,
      parent: '/',
      places: [{ name: evil, path: evil }],
      inside: [{ name: evil, path: `/${evil}` }],
      fileName: evil,
      notice: evil,
    };
    const html = renderDialog(view);
    expect(html).not.toContain('<script');
    expect(html.match(/&lt;script/g)?.length).toBeGreaterThan(5);
  });
});

describe('what is chosen', () => {
  test('a folder is taken as it is, one that is not there is not', async () => {
    const folder = furnished();
    expect(await judgeChoice(FOLDER, { where: folder })).toEqual({ chosen: folder });
    const none = await judgeChoice(FOLDER, { where: path.join(folder, 'none') });
    expect(none).toHaveProperty('again.inside.problem');
  });

  test('a file that is there already is replaced only after the operator has seen it', async () => {
    const folder = furnished();
    const fresh = await judgeChoice(FILE, { where: folder, name: 'new.csv' });
    expect(fresh).toEqual({ chosen: path.join(folder, 'new.csv') });
    const taken = await judgeChoice(FILE, { where: folder, name: 'report.csv' });
    expect(taken).toHaveProperty('again.notice', 'report.csv is there already.');
    const other = { where: folder, name: 'report.csv', replace: 'other.csv' };
    expect(await judgeChoice(FILE, other)).toHaveProperty('again.notice');
    const seen = { where: folder, name: 'report.csv', replace: 'report.csv' };
    expect(await judgeChoice(FILE, seen)).toEqual({ chosen: path.join(folder, 'report.csv') });
  });

  test('a name that leads elsewhere, or is a folder, is refused', async () => {
    const folder = furnished();
    for (const name of ['', ' ', '.', '..', '../x', 'a/b', 'a\\b', 'a\0b', 'b9']) {
      const choice = await judgeChoice(FILE, { where: folder, name, replace: name });
      expect(choice, name).toHaveProperty('again.inside.problem');
    }
  });
});
