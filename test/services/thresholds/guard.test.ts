import { describe, expect, test } from 'vitest';
import { createEnrolment } from '../../../app/services/enrolment/enrolment.ts';
import { createFusedVerification } from '../../../app/services/decisions/fused-verification.ts';
import { createGuard, type GuardPolicy } from '../../../app/services/thresholds/guard.ts';
import { createLookAlikes } from '../../../app/services/thresholds/look-alikes.ts';
import { DEFAULT_POLICIES } from '../../../app/services/thresholds/policies.ts';
import { createReplay } from '../../../app/services/decisions/replay.ts';
import { createVerification } from '../../../app/services/decisions/verification.ts';
import { asRate } from '../../core/support.ts';
import { createFakeEngine, degreesApart, face, print } from '../fake-engine.ts';
import { enrolAt, jobContext, temporaryStore } from '../support.ts';

const FACE = { modality: 'face', face: 'dominant' } as const;
const INDEX = { modality: 'fingerprint', finger: 2 } as const;

/** The guard distance among few people is 1.0, that of 1 in 100; a verification's limit is 0.9. */
function program(policy: GuardPolicy = 'stricter') {
  const engine = createFakeEngine();
  const store = temporaryStore();
  const policies = DEFAULT_POLICIES;
  const guard = createGuard({ store, policies, policy: () => policy });
  const parts = { engine, store, policies, guard, keepsProbes: () => true };
  const { enrol } = createEnrolment(parts);
  const { verify } = createVerification(parts);
  return {
    ...parts,
    lookAlikes: createLookAlikes(parts),
    fuse: createFusedVerification(parts).fuse,
    replay: createReplay(parts),
    enrol: (externalId: string, image: Uint8Array, capture: typeof FACE | typeof INDEX = FACE) =>
      enrol({
        externalId,
        images: [image],
        capture,
        allowLookAlike: true,
        allowDisagreement: false,
      }),
    verify: (externalId: string, probe: Uint8Array, targetRate?: number) =>
      verify({
        externalId,
        probe,
        capture: FACE,
        ...(targetRate !== undefined && { targetRate: asRate(targetRate) }),
      }),
  };
}

const ALIKE = degreesApart(0.95);
const APART = degreesApart(1.2);

describe('a look-alike', () => {
  test('is remembered at enrolment, and guards both people', async () => {
    const { enrol, verify, guard, store } = program();
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, ALIKE));
    await enrol('eve', face(1, 0));
    for (const [name, probe] of [
      ['ada', face(0, 1)],
      ['bob', face(0, ALIKE + 1)],
    ] as const) {
      const report = await verify(name, probe);
      expect(report, name).toMatchObject({
        outcome: 'match',
        guard: { policy: 'stricter', guardDistance: 1 },
        decision: { threshold: 0.8, limit: { targetRate: 1e-4 } },
      });
      expect(report.guard?.nearestDistance).toBeCloseTo(0.95, 6);
    }
    expect(await verify('eve', face(1, 1))).not.toHaveProperty('guard');
    const { id } = store.people.findByExternalId('eve') ?? {};
    expect(
      id && guard.of(createFakeEngine().facts.scales.face as never, id, 'desk'),
    ).toBeUndefined();
  });

  test('beyond the guard distance is none', async () => {
    const { enrol, verify } = program();
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, APART));
    const report = await verify('ada', face(0, 1));
    expect(report).not.toHaveProperty('guard');
    expect(report.decision?.threshold).toBe(0.9);
  });

  test('is none any more once it is erased', async () => {
    const { enrol, verify, store } = program();
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, ALIKE));
    await enrol('eve', face(1, 0));
    const bob = store.people.findByExternalId('bob');
    if (bob) store.people.remove(bob.id);
    expect(await verify('ada', face(0, 1))).not.toHaveProperty('guard');
  });
});

describe('the policy', () => {
  test('stricter turns away who is beyond a tenth of the rate', async () => {
    const { enrol, verify } = program();
    await enrol('ada', face(0, 0));
    const probe = face(0, degreesApart(0.85));
    expect((await verify('ada', probe)).outcome).toBe('match');
    await enrol('bob', face(0, -ALIKE));
    expect((await verify('ada', probe)).outcome).toBe('non-match');
  });

  test('stricter leaves a rate alone that the operator names', async () => {
    const { enrol, verify } = program();
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, ALIKE));
    const report = await verify('ada', face(0, 1), 1e-3);
    expect(report).not.toHaveProperty('guard');
    expect(report.decision?.threshold).toBe(0.9);
  });

  test('a second modality leaves a lone match undecided, and a non-match what it is', async () => {
    const { enrol, verify, store } = program('second-modality');
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, ALIKE));
    const lone = await verify('ada', face(0, 1));
    expect(lone).toMatchObject({
      outcome: 'undecided',
      decision: { outcome: 'undecided', threshold: 0.9 },
      guard: { policy: 'second-modality' },
    });
    expect(store.attempts.list({ limit: 1 })).toMatchObject([
      { outcome: 'undecided', basis: { guard: { policy: 'second-modality' } } },
    ]);
    expect((await verify('ada', face(3, 0))).outcome).toBe('non-match');
  });

  test('a second modality is satisfied by a face and a finger, not by two faces', async () => {
    const { enrol, fuse } = program('second-modality');
    await enrol('ada', face(0, 0));
    await enrol('ada', print(1, 0), INDEX);
    await enrol('bob', face(0, ALIKE));
    const probes = {
      face: { probe: face(0, 1), capture: FACE },
      finger: { probe: print(1, 5), capture: INDEX },
    };
    const both = await fuse({ externalId: 'ada', captures: [probes.face, probes.finger] });
    expect(both).toMatchObject({ outcome: 'match', guard: { policy: 'second-modality' } });
    const faces = await fuse({ externalId: 'ada', captures: [probes.face, probes.face] });
    expect(faces).toMatchObject({ outcome: 'undecided', guard: { policy: 'second-modality' } });
  });

  test('a second modality has to match by itself: the face of a twin outweighs no finger', async () => {
    const { enrol, fuse, replay } = program('second-modality');
    await enrol('ada', face(0, 0));
    await enrol('ada', print(1, 0), INDEX);
    await enrol('bob', face(0, ALIKE));
    const captures = [
      { probe: face(0, 1), capture: FACE },
      { probe: print(4, 0), capture: INDEX },
    ];
    const report = await fuse({ externalId: 'ada', captures });
    expect(report).toMatchObject({
      outcome: 'undecided',
      parts: [{ outcome: 'match' }, { outcome: 'non-match' }],
    });
    expect(report.fusion?.fused).toBeLessThan(1e-3);
    expect(replay.of(report.attemptId)).toMatchObject({ outcome: 'replayed', identical: true });
  });

  test('nothing asks nothing', async () => {
    const { enrol, verify } = program('nothing');
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, ALIKE));
    const report = await verify('ada', face(0, 1));
    expect(report).toMatchObject({ outcome: 'match', decision: { threshold: 0.9 } });
    expect(report).not.toHaveProperty('guard');
  });
});

describe('a search through the whole gallery', () => {
  test('finds the pairs of people who were enrolled before there was a guard', async () => {
    const { store, lookAlikes, verify } = program();
    enrolAt(store, 'ada', 0, [0, 170]);
    enrolAt(store, 'bob', 0, [ALIKE]);
    enrolAt(store, 'eve', 1, [0]);
    expect(lookAlikes.list('face')).toMatchObject({ people: 3, references: 4, pairs: [] });
    const context = jobContext();
    const found = await lookAlikes.search('face', context);
    expect(found).toEqual({ modality: 'face', people: 3, pairs: 1 });
    expect(context.told.at(-1)).toEqual(['searching', 4, 4]);
    expect(lookAlikes.list('face')).toMatchObject({
      searchedAt: expect.stringContaining('2026') as string,
      pairs: [{ one: { externalId: 'ada' }, other: { externalId: 'bob' } }],
    });
    expect(await verify('ada', face(0, 1))).toHaveProperty('guard');
  });

  test('forgets pairs that are none any more, and stops when it is told to', async () => {
    const { store, lookAlikes, enrol } = program();
    await enrol('ada', face(0, 0));
    await enrol('bob', face(0, ALIKE));
    const cancelled = jobContext();
    cancelled.cancel();
    await expect(lookAlikes.search('face', cancelled)).rejects.toMatchObject({ code: 'cancelled' });
    expect(lookAlikes.list('face').pairs).toHaveLength(1);
    const bob = store.people.findByExternalId('bob');
    if (bob) store.people.remove(bob.id);
    await lookAlikes.search('face', jobContext());
    expect(lookAlikes.list('face').pairs).toEqual([]);
  });

  test('is made for one person whenever the person is shown', async () => {
    const { store, lookAlikes } = program();
    const { person } = enrolAt(store, 'ada', 0, [0]);
    const { person: eve } = enrolAt(store, 'eve', 1, [0]);
    enrolAt(store, 'bob', 0, [ALIKE]);
    const [found, ...others] = await lookAlikes.of(person.id);
    expect(found).toMatchObject({
      modality: 'face',
      externalId: 'bob',
      displayName: 'Name of bob',
    });
    expect(found.distance).toBeCloseTo(0.95, 6);
    expect(found.guardDistance).toBeGreaterThan(found.distance);
    expect(others).toEqual([]);
    expect(await lookAlikes.of(eve.id)).toEqual([]);
    expect(lookAlikes.list('face').pairs).toHaveLength(1);
  });
});
