import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import type { z } from 'zod';
import { commands, type CommandName } from '../../app/contract/commands.ts';
import type { Host } from '../../app/contract/host.ts';
import { expect, test } from './support/app.ts';
import { sendGarbage } from './support/garbage.ts';

const NAMES = Object.keys(commands) as CommandName[];

/** A union of all validators is more than TypeScript wants to go through. */
const VALIDATORS: Readonly<Record<string, { readonly input: z.ZodType }>> = commands;

test.describe('garbage through the real bridge', () => {
  test('is always answered with a failure, and the host goes on', async ({ app }) => {
    test.slow();
    const report = await app.page.evaluate(sendGarbage, NAMES);
    expect(report.wrong).toEqual([]);
    expect(report.calls).toBeGreaterThan(NAMES.length * 20);
    const polluted = await app.page.evaluate(() => 'isAdmin' in {});
    expect(polluted || 'isAdmin' in {}).toBe(false);
    const people = await app.invoke('people.list', {});
    expect(people.ok && people.value.total).toBe(0);
  });

  test('inputs that are nearly right are refused as the contract says', async ({ app }) => {
    const bytes = fc.uint8Array({ maxLength: 20 });
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), bytes, fc.constantFrom(NaN, -0));
    const keys = ['externalId', 'probe', 'capture', 'limit', 'folder', 'images', 'settings', 'pin'];
    const input = fc.dictionary(fc.constantFrom(...keys), value, { noNullPrototype: true });
    // JSON within JSON is a type without an end.
    const samples: readonly { readonly name: CommandName; readonly input: unknown }[] = fc
      .sample(fc.record({ name: fc.constantFrom(...NAMES), input }), { numRuns: 300, seed: 7 })
      // Only what the contract itself refuses: the others would be carried out.
      .filter(({ name, input }) => !VALIDATORS[name].input.safeParse(input).success);
    expect(samples.length).toBeGreaterThan(200);
    const codes = await app.page.evaluate(async (all) => {
      const { host } = globalThis as unknown as { host: Host };
      const answers = [];
      // Whatever it is, the types say nothing at run time.
      for (const { name, input } of all) answers.push(await host.invoke(name, input as never));
      return answers.map((answer) => (answer.ok ? 'carried out' : answer.failure.code));
    }, samples);
    expect(codes.filter((code) => code !== 'bad-input')).toEqual([]);
  });

  test('a thousand calls at once are all answered, in any order', async ({ app }) => {
    const answered = await app.page.evaluate(async () => {
      const { host } = globalThis as unknown as { host: Host };
      const image = new Uint8Array(100_000);
      const calls = Array.from({ length: 1000 }, (_, i) =>
        i % 100 === 0
          ? host.invoke('no.such' as 'people.list', { image } as never)
          : host.invoke('people.list', { limit: (i % 10) + 1 }),
      );
      const answers = await Promise.all(calls);
      return answers.filter(({ ok }) => ok).length;
    });
    expect(answered).toBe(990);
  });
});

test('a page finds nothing of the bridge but what it is to have', async ({ app }) => {
  const found = await app.page.evaluate(() =>
    Object.getOwnPropertyNames(globalThis).filter((name) => /^__|playwright/.test(name)),
  );
  // The scripted camera is the test's own; the last one is Svelte's version.
  const own = [...(app.host === 'chromium' ? ['__hear'] : []), '__camera', '__svelte'];
  expect(found.filter((name) => !own.includes(name))).toEqual([]);
  const changed = await app.page.evaluate(() => {
    'use strict';
    const attempts = [
      () => Object.assign(globalThis, { host: null }),
      () => Object.assign(Reflect.get(globalThis, 'host') as object, { invoke: null }),
      () => Object.defineProperty(globalThis, 'host', { value: null }),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return 'changed';
      } catch {
        return 'refused';
      }
    });
  });
  expect(changed).toEqual(['refused', 'refused', 'refused']);
});

test.describe('who may call', () => {
  test('a frame inside of the page is refused', async ({ app }) => {
    const code = await app.page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const { host } = frame.contentWindow as unknown as { host?: Host };
      const answer = await host?.invoke('people.list', {});
      frame.remove();
      return answer === undefined ? 'no bridge' : answer.ok ? 'answered' : answer.failure.code;
    });
    expect(['no bridge', 'bad-input']).toContain(code);
  });

  test('the page can not be led away, and comes home from a blank page', async ({ app }) => {
    const { page } = app;
    const home = new URL(page.url()).origin;
    await page.evaluate(() => (location.href = 'https://example.com/'));
    await page.waitForTimeout(500);
    expect(page.url().startsWith(home)).toBe(true);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The evaluation itself may end with the page that it runs in.
    await page.evaluate(() => (location.href = 'about:blank')).catch(() => undefined);
    await expect.poll(() => page.url()).toContain(home);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    app.forgive();
  });

  test('no other window, no download, no foreign request', async ({ app }) => {
    const { page } = app;
    await page.evaluate(() => {
      window.open('https://example.com/');
      window.open('about:blank', '_blank', 'noopener');
    });
    await expect.poll(() => page.context().pages().length).toBe(1);
    const outcome = await page.evaluate(async () => {
      const link = document.createElement('a');
      link.download = 'people.txt';
      link.href = URL.createObjectURL(new Blob(['secret']));
      document.body.append(link);
      link.click();
      link.remove();
      const addresses = ['https://example.com/', 'http://127.0.0.1:9/', 'http://[::1]/', '//x/'];
      const fetched = await Promise.allSettled(addresses.map((address) => fetch(address)));
      const images = addresses.map(
        (address) =>
          new Promise((resolve) => {
            const image = new Image();
            image.onload = () => resolve('loaded');
            image.onerror = () => resolve('refused');
            image.src = address;
          }),
      );
      return [...fetched.map(({ status }) => status), ...(await Promise.all(images))];
    });
    expect(new Set(outcome)).toEqual(new Set(['rejected', 'refused']));
    expect(readdirSync(app.folder)).not.toContain('people.txt');
    expect(app.forgive().join('\n')).toContain('Content Security Policy');
  });

  test('text can become neither script nor markup', async ({ app }) => {
    const outcome = await app.page.evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        eval: () => {
          (0, eval)('1 + 1');
        },
        function: () => {
          Reflect.construct(Function, ['return 1']);
        },
        markup: () => (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'),
        script: () => (document.createElement('script').text = 'globalThis.ran = true'),
      };
      const outcomeOf = ([name, attempt]: [string, () => unknown]) => {
        try {
          attempt();
          return `${name}: went through`;
        } catch {
          return `${name}: refused`;
        }
      };
      // Later: what the test itself evaluates is free of the page's policy.
      return new Promise<string[]>((resolve) => {
        setTimeout(() => resolve(Object.entries(attempts).map(outcomeOf)));
      });
    });
    expect(outcome.filter((line) => !line.endsWith('refused'))).toEqual([]);
    app.forgive();
  });
});
