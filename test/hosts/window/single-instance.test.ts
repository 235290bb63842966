import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { becomeOnlyInstance } from '../../../app/hosts/window/single-instance.ts';
import { temporaryFolder } from '../../store/fixtures.ts';

const storeOf = () => path.join(temporaryFolder(), 'people.sqlite');

test('a second window of a store is told so, and the first one hears it knock', async () => {
  const store = storeOf();
  let knocks = 0;
  const first = await becomeOnlyInstance(store, () => (knocks += 1));
  expect(first).toBeDefined();
  expect(await becomeOnlyInstance(store, () => undefined)).toBeUndefined();
  expect(await becomeOnlyInstance(store, () => undefined)).toBeUndefined();
  await expect.poll(() => knocks).toBe(2);
  first?.release();
});

test('another store is another window, and a closed window leaves its store to the next', async () => {
  const [one, other] = [storeOf(), storeOf()];
  const first = await becomeOnlyInstance(one, () => undefined);
  const beside = await becomeOnlyInstance(other, () => undefined);
  expect(beside).toBeDefined();
  first?.release();
  const next = await becomeOnlyInstance(one, () => undefined);
  expect(next).toBeDefined();
  next?.release();
  beside?.release();
});

test('a killed window holds nobody up', async () => {
  const store = storeOf();
  const module = path.resolve(import.meta.dirname, '../../../app/hosts/window/single-instance.ts');
  const script = `
    const { becomeOnlyInstance } = await import(${JSON.stringify(module)});
    const instance = await becomeOnlyInstance(${JSON.stringify(store)}, () => undefined);
    console.log(instance ? 'mine' : 'taken');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString().trim()).toBe('mine');
  expect(await becomeOnlyInstance(store, () => undefined)).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await becomeOnlyInstance(store, () => undefined);
  expect(next).toBeDefined();
  next?.release();
});
