import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { KioskResult } from '../../../app/contract/kiosk.ts';
import type { PersonId } from '../../../app/core/vocabulary.ts';
import { createFakeEngine, face, image, print } from '../fake-engine.ts';
import { addReference, enrolAt } from '../support.ts';
import { PIN, kioskProgram, openKiosk } from './kiosk-program.ts';

/** Everything an answer says, but how long to wait. */
const said = ({ lockedOutSeconds: _, ...rest }: KioskResult) => rest;

describe('a visitor with a code', () => {
  test('hears of an accepted claim the name, and nothing else', async () => {
    const program = await openKiosk();
    enrolAt(program.store, 'ada', 0, [0]);
    expect(await program.value('kiosk.verify', { code: 'ada', probe: face(0, 0) })).toEqual({
      outcome: 'accepted',
      displayName: 'Name of ada',
      reasons: [],
      lockedOutSeconds: 0,
    });
  });

  test('hears the same of a wrong person, of a code of nobody, and of one without references', async () => {
    const program = await openKiosk();
    enrolAt(program.store, 'ada', 0, [0]);
    enrolAt(program.store, 'bob', 1, [0]);
    program.store.people.create({ externalId: 'eve', displayName: 'Eve' });
    const ask = (code: string) => program.value('kiosk.verify', { code, probe: face(1, 0) });
    const [wrong, nobody, bare] = [await ask('ada'), await ask('nobody'), await ask('eve')];
    expect(said(wrong)).toEqual({ outcome: 'rejected', reasons: [] });
    expect(said(nobody)).toEqual(said(wrong));
    expect(said(bare)).toEqual(said(wrong));
  });

  test('makes the program work as much for a code of nobody as for any other', async () => {
    const engine = createFakeEngine();
    const program = await openKiosk({ attemptsBeforeLockOut: 100 }, { engine });
    const { store } = program;
    for (let i = 0; i < 5; i++) enrolAt(store, `person ${i}`, i, [0, 1, 2]);
    const compared: PersonId[] = [];
    const { listOfPerson } = store.templates;
    store.templates.listOfPerson = (...asked) => {
      compared.push(asked[0]);
      return listOfPerson(...asked);
    };
    const ask = (code: string) => program.value('kiosk.verify', { code, probe: face(6, 0) });
    await ask('person 1');
    await ask('nobody');
    await ask('nobody');
    expect(engine.analysed).toHaveLength(3);
    // Once each; for the same code of nobody the same person stands in.
    expect(compared).toHaveLength(3);
    expect(compared[1]).toBe(compared[2]);
    expect(store.attempts.list({ limit: 10 })).toHaveLength(3);
  });

  test('never gets in with a code of nobody, whoever stands in for it', async () => {
    const program = await openKiosk({ attemptsBeforeLockOut: 100 });
    const { person } = enrolAt(program.store, 'ada', 0, [0]); // The only one: it stands in.
    const result = await program.value('kiosk.verify', { code: 'nobody', probe: face(0, 0) });
    expect(said(result)).toEqual({ outcome: 'rejected', reasons: [] });
    const [attempt] = program.store.attempts.list({ limit: 1 });
    expect(attempt).toMatchObject({ kind: 'verification', outcome: 'no-reference' });
    expect(attempt).not.toHaveProperty('personId');
    expect(attempt).not.toHaveProperty('distance');
    expect(attempt).not.toHaveProperty('templateId');
    expect(program.store.attempts.list({ limit: 9, personId: person.id })).toEqual([]);
  });

  test('of an empty store is turned away like anybody', async () => {
    const program = await openKiosk();
    const result = await program.value('kiosk.verify', { code: 'ada', probe: face(0, 0) });
    expect(said(result)).toEqual({ outcome: 'rejected', reasons: [] });
    expect(program.store.attempts.list({ limit: 9 })).toMatchObject([{ outcome: 'no-reference' }]);
  });

  test('hears why a capture could not be used, and loses no try', async () => {
    const program = await openKiosk({ attemptsBeforeLockOut: 1 });
    enrolAt(program.store, 'ada', 0, [0]);
    const poor = { code: 'ada', probe: image('problem too-dark') };
    for (let i = 0; i < 3; i++) {
      expect(await program.value('kiosk.verify', poor)).toEqual({
        outcome: 'not-acquired',
        reasons: [{ problem: 'too-dark' }],
        lockedOutSeconds: 0,
      });
    }
  });

  test('is looked at by the finger, with the resolution that is told', async () => {
    const engine = createFakeEngine();
    const program = await openKiosk({ modality: 'fingerprint' }, { engine });
    await program.value('kiosk.verify', { code: 'ada', probe: print(0, 0), dpi: 1000 });
    expect(engine.captures).toEqual([{ modality: 'fingerprint', dpi: 1000 }]);
  });
});

describe('a visitor who is searched for', () => {
  test('hears the own name, or that nobody was found; never another’s', async () => {
    const program = await openKiosk({ mode: 'identify' });
    enrolAt(program.store, 'ada', 0, [0]);
    enrolAt(program.store, 'bob', 1, [0]);
    const ask = (probe: Uint8Array) => program.value('kiosk.identify', { probe });
    expect(await ask(face(1, 0))).toMatchObject({
      outcome: 'accepted',
      displayName: 'Name of bob',
    });
    expect(said(await ask(face(2, 0)))).toEqual({ outcome: 'rejected', reasons: [] });
  });

  test('can’t be searched for where the kiosk asks for codes, and the other way round', async () => {
    const codes = await openKiosk();
    const search = await openKiosk({ mode: 'identify' });
    const refused = { ok: false, failure: { code: 'not-allowed' } };
    expect(await codes.call('kiosk.identify', { probe: face(0, 0) })).toMatchObject(refused);
    const claim = { code: 'ada', probe: face(0, 0) };
    expect(await search.call('kiosk.verify', claim)).toMatchObject(refused);
    expect(codes.engine.analysed).toEqual([]);
    expect(search.engine.analysed).toEqual([]);
  });
});

test('nobody is a visitor while the kiosk is off', async () => {
  const program = kioskProgram();
  for (const [name, input] of [
    ['kiosk.verify', { code: 'ada', probe: face(0, 0) }],
    ['kiosk.identify', { probe: face(0, 0) }],
    ['kiosk.assess', { probe: face(0, 0) }],
  ] as const) {
    expect(await program.call(name, input)).toMatchObject({
      ok: false,
      failure: { code: 'not-allowed' },
    });
  }
});

describe('the pause', () => {
  test('comes after failures in a row, of whatever codes, and ends by itself', async () => {
    const program = await openKiosk({ attemptsBeforeLockOut: 3, lockOutSeconds: 20 });
    enrolAt(program.store, 'ada', 0, [0]);
    const ask = (code: string, probe = face(7, 0)) =>
      program.value('kiosk.verify', { code, probe });
    expect(await ask('a')).toMatchObject({ outcome: 'rejected', lockedOutSeconds: 0 });
    expect(await ask('b')).toMatchObject({ outcome: 'rejected', lockedOutSeconds: 0 });
    expect(await ask('c')).toMatchObject({ outcome: 'rejected', lockedOutSeconds: 20 });
    const right = () => ask('ada', face(0, 0));
    expect(await right()).toEqual({ outcome: 'locked-out', reasons: [], lockedOutSeconds: 20 });
    expect(program.engine.analysed).toHaveLength(3); // Nobody is looked at meanwhile.
    expect(await program.value('kiosk.state', {})).toMatchObject({ lockedOutSeconds: 20 });
    program.pass(19);
    expect(await right()).toMatchObject({ outcome: 'locked-out', lockedOutSeconds: 1 });
    program.pass(1);
    expect(await right()).toMatchObject({ outcome: 'accepted', lockedOutSeconds: 0 });
  });

  test('of one code holds up nobody else', async () => {
    const program = await openKiosk({ attemptsBeforeLockOut: 2, lockOutSeconds: 20 });
    enrolAt(program.store, 'ada', 0, [0]);
    const ask = (code: string, probe: Uint8Array) => program.value('kiosk.verify', { code, probe });
    const accepted = () => ask('ada', face(0, 0));
    await ask('bob', face(7, 0));
    await accepted();
    expect(await ask('bob', face(7, 0))).toMatchObject({ lockedOutSeconds: 20 });
    expect(await program.value('kiosk.state', {})).toMatchObject({ lockedOutSeconds: 0 });
    expect(await accepted()).toMatchObject({ outcome: 'accepted' });
    expect(await ask('bob', face(7, 0))).toMatchObject({ outcome: 'locked-out' });
  });

  test('is not outrun by many tries at once', async () => {
    const program = await openKiosk({ attemptsBeforeLockOut: 3 });
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        program.value('kiosk.verify', { code: 'a', probe: face(7, 0) }),
      ),
    );
    expect(results.filter(({ outcome }) => outcome === 'rejected')).toHaveLength(3);
    expect(program.engine.analysed).toHaveLength(3);
  });

  test('is over once an officer has left and entered the kiosk again', async () => {
    const program = await openKiosk({ attemptsBeforeLockOut: 1 });
    await program.value('kiosk.verify', { code: 'a', probe: face(7, 0) });
    await program.value('kiosk.leave', { pin: PIN });
    expect(await program.value('kiosk.enter', {})).toMatchObject({ lockedOutSeconds: 0 });
  });
});

test('200 visitors, and nothing of them stays but the log', async () => {
  const program = await openKiosk({ attemptsBeforeLockOut: 100 });
  const { store, engine } = program;
  const { person } = enrolAt(store, 'ada', 0, [0]);
  addReference(store, person.id, 0, 5);
  // A capture as large as one of a camera; what is measured would show if twenty of them stayed.
  const capture = (text: string) => {
    const bytes = new Uint8Array(200_000).fill(32);
    bytes.set(image(text));
    return bytes;
  };
  const visit = async (index: number) => {
    const probe = capture(index % 3 === 0 ? 'face 7 0 a' : 'face 0 1 a');
    await program.value('kiosk.verify', { code: index % 5 === 4 ? `x${index}` : 'ada', probe });
    engine.analysed.length = 0;
    engine.captures.length = 0;
    program.events.length = 0;
  };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // What the flag has put there.
  const heap = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  for (let index = 0; index < 50; index++) await visit(index);
  const before = heap();
  for (let index = 50; index < 250; index++) await visit(index);
  const grown = heap() - before;
  expect(store.attempts.list({ limit: 1000 })).toHaveLength(250);
  expect(grown).toBeLessThan(2e6); // Ten captures; there were 200.
}, 30_000);
