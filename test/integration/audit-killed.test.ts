/** An audit that is ended at any moment goes on where it was, and ends in the same bytes. */
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { haveWeights } from '../engine/models.ts';
import { waitUntil } from '../engine/processes.ts';
import { seededRandom } from '../fixtures/images.ts';
import { isPosix, makeHostile } from './hostile.ts';
import { because, picture, withComment } from './pictures.ts';
import { ONE_LANE, openWorkplace, type Ended, type Running, type Workplace } from './workplace.ts';

const MINUTES = 300_000;

const REPORTS = ['audit.csv', 'audit.json', 'audit-duplicates.csv'] as const;

const KILLS = 20;

/** When to kill: at a sign of progress, and a random while later. */
interface Moment {
  readonly after: 'start' | 'resuming' | 'first write' | 'second write';
  readonly upToMs: number;
}

/**
 * In turn. A new audit writes its plan and then each batch of 32 files; a resumed one says so and
 * writes the batches that are left; both write once more for the end.
 */
const MOMENTS: readonly Moment[] = [
  { after: 'first write', upToMs: 400 }, // The first batch.
  { after: 'second write', upToMs: 60 }, // The second batch.
  { after: 'start', upToMs: 900 }, // Opening store and engine, walking, planning.
  { after: 'resuming', upToMs: 200 }, // The second batch.
  { after: 'first write', upToMs: 60 }, // Duplicates, the end, scrubbing, reports.
  { after: 'first write', upToMs: 30 },
  { after: 'start', upToMs: 900 },
];

const random = seededRandom(20_261_124);

describe.skipIf(!haveWeights || !isPosix)(`a killed audit${because}`, { timeout: MINUTES }, () => {
  let place: Workplace;
  let reference: readonly string[];
  let files: number;
  /** Of the kill series; the reference has its own copy of the same people. */
  let store: string;
  const audit = (storeFile: string, out: string) =>
    place.start('audit', 'captures', '--out', out, '--store', storeFile, ...ONE_LANE);
  const reports = (out: string) => REPORTS.map((name) => place.readText(`${out}/${name}`));

  beforeAll(async () => {
    place = openWorkplace();
    const people = ['ada', 'bob', 'carl', 'dora', 'emil'];
    for (const [person, name] of people.entries()) {
      // A face drawn once and six times commented is six different captures.
      const small = { width: 160, height: 160 };
      const [enrolled, capture] = await Promise.all([
        picture(person, 0, small),
        picture(person, 1, small),
      ]);
      place.write(`enrolled/${name}.jpg`, enrolled);
      for (let i = 0; i < 6; i++) {
        const claim = i === 5 ? people[(person + 1) % 5] : name;
        const image = withComment(i % 3 === 0 ? enrolled : capture, `${name} ${i}`);
        place.write(`captures/${claim}/${name}-${i}.jpg`, image);
      }
    }
    // Quick to judge, and the first ones: both batches hold some faces.
    for (let i = 0; i < 15; i++) place.write(`captures/0/${i}.jpg`, `No picture: ${i}.`);
    makeHostile(place, 'captures', place.read('enrolled/ada.jpg'));
    place.write('captures/ada/half.jpg', place.read('enrolled/ada.jpg').subarray(0, 2_000));
    for (const out of ['expected', 'out']) mkdirSync(place.path(out));
    place.write(
      'people.csv',
      ['person,path', ...people.slice(0, 4).map((name) => `${name},${name}.jpg`)].join('\n'),
    );
    const list = ['--list', 'people.csv', '--root', 'enrolled', '--allow-look-alike'];
    const enrolled = await place.runStore('enrol', ...list, ...ONE_LANE);
    expect(enrolled.code).toBe(0);
    store = place.path('killed.sqlite');
    copyStore(place.store, store);

    const uninterrupted = await audit(place.store, 'expected').ended;
    expect(uninterrupted.code).toBe(0);
    files = Number(/^(\d+) files$/m.exec(uninterrupted.stdout)?.[1]);
    expect(files).toBeGreaterThan(50);
    reference = reports('expected');
  }, MINUTES);
  afterAll(() => place?.remove());

  test('Ctrl-C ends it with a word and exit code 130; it is resumed', async () => {
    const running = audit(store, 'out');
    await reached('second write', running);
    running.signal('SIGINT', 'parent');
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toBe('twinmark: Stopped on request; what was done until then is kept.\n');
    expect(await waitUntil(() => place.processes().length === 0, 10_000)).toBe(true);
  });

  test('as does the Ctrl-C of a terminal, which the engine hears as well', async () => {
    const running = audit(store, 'out');
    await reached('resuming', running);
    // The line is said a moment before the signal has a meaning.
    await delay(20);
    running.signal('SIGINT', 'group');
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^resuming: 32 of ${files} files are done\n`));
    expect(stderr).toContain('twinmark: Stopped on request; what was done until then is kept.\n');
  });

  test(`killed at ${KILLS} moments, it ends in the bytes of one that was left alone`, async () => {
    const ends: Ended[] = [];
    const killed = () => ends.filter(({ signal }) => signal === 'SIGKILL').length;
    // A signal that comes too late finds the audit done: it does not count, and the next one begins.
    for (let attempt = 0; killed() < KILLS && attempt < 3 * KILLS; attempt++) {
      const running = audit(store, 'out');
      const { after, upToMs } = MOMENTS[attempt % MOMENTS.length];
      await reached(after, running);
      await delay(random() * upToMs);
      // Where the command line alone is killed, the engine must notice by itself.
      running.signal('SIGKILL', attempt % 3 === 0 ? 'parent' : 'group');
      const ended = await running.ended;
      ends.push(ended);
      expect(ended.stderr).toMatch(new RegExp(`^(resuming: \\d+ of ${files} files are done\n)?$`));
      // It may have been done before it was hit.
      if (ended.signal === null) expectReference(ended);
    }
    const resumed = ends.filter(({ stderr }) => stderr.startsWith('resuming: '));
    expect(resumed.length).toBeGreaterThan(1);
    expect(killed()).toBe(KILLS);

    expectReference(await audit(store, 'out').ended);
  });

  test('no process is left behind', async () => {
    await waitUntil(() => place.processes().length === 0, 10_000);
    expect(place.processes()).toEqual([]);
    expect(readdirSync(place.path('out')).filter((name) => !name.endsWith('.part'))).toEqual(
      [...REPORTS].sort(),
    );
  });

  /** Waits for a sign of progress, or for the end. */
  async function reached(sign: Moment['after'], running: Running): Promise<void> {
    let ended = false;
    void running.ended.then(() => (ended = true));
    let writes = 0;
    let last = { stamp: stampOf(store), at: -Infinity };
    const isReached = () => {
      const now = { stamp: stampOf(store), at: performance.now() };
      if (now.stamp !== last.stamp) {
        // One transaction may be seen half written.
        if (now.at - last.at > 60) writes += 1;
        last = now;
      }
      switch (sign) {
        case 'start':
          return true;
        case 'resuming':
          return running.remarks().startsWith('resuming: ');
        case 'first write':
          return writes >= 1;
        case 'second write':
          return writes >= 2;
      }
    };
    while (!isReached() && !ended) await delay(4);
  }

  function expectReference({ code }: Ended): void {
    expect(code).toBe(0);
    reports('out').forEach((text, i) => expect(text, REPORTS[i]).toBe(reference[i]));
  }
});

function copyStore(from: string, to: string): void {
  for (const name of readdirSync(path.dirname(from))) {
    const suffix = name.slice(path.basename(from).length);
    copyFileSync(path.join(path.dirname(from), name), to + suffix);
  }
}

/** Changes with every transaction: SQLite writes it into the log. Looks, never touches. */
function stampOf(store: string): string {
  const log = statSync(`${store}-wal`, { throwIfNoEntry: false });
  // Opening the store makes an empty log.
  return log && log.size > 0 ? `${log.size} ${log.mtimeMs}` : 'none';
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
