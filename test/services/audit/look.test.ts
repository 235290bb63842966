/** An audit that is looked at: what there is, its files, going on with it, being rid of it. */
import { expect, test } from 'vitest';
import { auditedImage } from '../../../app/services/audit/image.ts';
import { face, image } from '../fake-engine.ts';
import { enrolAt, failureOf } from '../support.ts';
import { ADA_AND_BOB, MANY, folderOf, programOver, storeWith, write } from './program.ts';

const FEW = {
  'ada/1.png': face(0, 10),
  'ada/100%_a.png': face(0, 12),
  'bob/1.png': image('problem no-face'),
  'eve/1.png': face(0, 200),
};

test('a finished audit says of its folder what ended how, without the path', async () => {
  const { audit, service } = programOver(storeWith(ADA_AND_BOB));
  const folder = folderOf(FEW);
  const { auditId } = await audit(folder);
  const [overview] = service.list();
  expect(overview).toEqual(service.show(auditId));
  expect(overview).toMatchObject({ auditId, state: 'finished', files: 4, done: 4 });
  expect(overview.jobId).toBeUndefined();
  expect(Object.values(overview.outcomes).reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(JSON.stringify(overview)).not.toContain(folder);
});

test('its rows come in pages, by outcome and by what is typed, signs and all', async () => {
  const { audit, service } = programOver(storeWith(ADA_AND_BOB));
  const { auditId } = await audit(folderOf(FEW));
  const page = { limit: 10, offset: 0 };
  const paths = (query: object) =>
    service.rows(auditId, { ...page, ...query }).rows.map(({ path }) => path);
  expect(paths({})).toEqual(Object.keys(FEW).sort());
  expect(paths({ limit: 1, offset: 1 })).toEqual([Object.keys(FEW).sort()[1]]);
  expect(service.rows(auditId, { limit: 1, offset: 0 }).total).toBe(4);
  expect(paths({ outcomes: ['no-face'] })).toEqual(['bob/1.png']);
  expect(paths({ outcomes: [] })).toEqual([]);
  expect(paths({ search: 'EVE' })).toEqual(['eve/1.png']);
  expect(paths({ search: '100%_' })).toEqual(['ada/100%_a.png']);
  expect(paths({ search: '%' })).toEqual(['ada/100%_a.png']);
  const [row] = service.rows(auditId, { ...page, search: 'ada/1.png' }).rows;
  expect(row).toMatchObject({ claim: 'ada', person: { externalId: 'ada' } });
});

test('one that was stopped is paused, and goes on to the bytes of an uninterrupted run', async () => {
  const folder = folderOf(MANY);
  const whole = programOver(storeWith(ADA_AND_BOB));
  const expected = whole.reports((await whole.audit(folder)).auditId);

  const store = storeWith(ADA_AND_BOB);
  const { auditId } = await programOver(store, { stopAfter: 40 }).audit(folder);
  const next = programOver(store);
  expect(next.service.show(auditId)).toMatchObject({ state: 'paused', done: 32, files: 100 });
  const started = next.service.resume(auditId);
  expect(started).toMatchObject({ auditId, resumed: 32, files: 100 });
  expect(next.service.show(auditId)).toMatchObject({ state: 'running', jobId: started.jobId });
  expect((await failureOf(() => next.service.resume(auditId))).code).toBe('conflict');
  expect((await failureOf(() => next.service.remove(auditId))).code).toBe('conflict');
  await next.ended(started.jobId);
  expect(next.service.show(auditId).state).toBe('finished');
  expect(next.reports(auditId)).toEqual(expected);
  expect((await failureOf(() => next.service.resume(auditId))).code).toBe('conflict');
});

test('it does not go on among other people: results of both would be mixed', async () => {
  const store = storeWith(ADA_AND_BOB);
  const { auditId } = await programOver(store, { stopAfter: 40 }).audit(folderOf(MANY));
  enrolAt(store, 'new', 0, [300]);
  const failure = await failureOf(() => programOver(store).service.resume(auditId));
  expect(failure.code).toBe('conflict');
  expect(failure.message).toMatch(/^Expected .* but received .*anew/);
});

test('a removed audit is gone, and only it', async () => {
  const { audit, service } = programOver(storeWith(ADA_AND_BOB));
  const one = await audit(folderOf(FEW));
  const other = await audit(folderOf(FEW));
  service.remove(one.auditId);
  expect(service.list().map(({ auditId }) => auditId)).toEqual([other.auditId]);
  expect((await failureOf(() => service.show(one.auditId))).code).toBe('not-found');
});

test('a file is shown as it was audited: changed, gone or foreign ones are refused', async () => {
  const store = storeWith(ADA_AND_BOB);
  const folder = folderOf(FEW);
  const { auditId } = await programOver(store).audit(folder);
  const shown: Uint8Array[] = [];
  const capture = {
    assess: () => Promise.reject(new Error('not asked for')),
    preview: ({ image: bytes }: { readonly image: Uint8Array }) => {
      shown.push(bytes);
      return Promise.resolve({ bytes, type: 'image/png' as const, width: 1, height: 1 });
    },
  };
  const look = (path: string) => auditedImage({ auditId, path }, { store, capture });
  await look('ada/1.png');
  expect(shown).toHaveLength(1);
  expect(Buffer.compare(shown[0], FEW['ada/1.png'])).toBe(0);

  write(folder, { 'ada/1.png': face(0, 11) });
  for (const path of ['ada/1.png', 'ada/2.png', '../ada/1.png', '/etc/passwd']) {
    const failure = await failureOf(() => look(path));
    expect(failure.code, path).toBe('not-found');
    expect(failure.message).not.toContain(folder);
  }
  expect(shown).toHaveLength(1);
});

test('the report for people needs no script, escapes what files are called, and is the same twice', async () => {
  const files = { ...FEW, 'bob/<img src=x onerror=alert(1)>.png': face(0, 200) };
  const { audit, service } = programOver(storeWith(ADA_AND_BOB));
  const one = service.report((await audit(folderOf(files))).auditId, 'html');
  const other = service.report((await audit(folderOf(files))).auditId, 'html');
  expect(other).toBe(one);
  expect(one).toContain('bob/&lt;img src=x onerror=alert(1)&gt;.png');
  expect(one).not.toMatch(/<script|<img|https?:/);
});
