import type { HostEvent, JobProgress } from '../../app/contract/events.ts';
import { AppError } from '../../app/core/failure.ts';
import type { ModelId, PersonId } from '../../app/core/vocabulary.ts';
import type { JobContext } from '../../app/services/jobs.ts';
import type { Store } from '../../app/store/index.ts';
import { QUALITY } from '../store/fixtures.ts';
import { SCALE, embeddingAt, sha256Of } from './fake-engine.ts';

export { temporaryFolder, temporaryStore } from '../store/fixtures.ts';

/** What a job is given, with a record of what it told. */
export interface RecordedContext extends JobContext {
  /** May be replaced by one that does more. */
  progress: JobContext['progress'];
  readonly told: (readonly [phase: string, done: number, total: number])[];
  cancel(): void;
}

export function jobContext(): RecordedContext {
  const controller = new AbortController();
  const told: (readonly [string, number, number])[] = [];
  return {
    signal: controller.signal,
    progress: (phase, done, total) => void told.push([phase, done, total]),
    told,
    cancel: () => controller.abort(),
  };
}

/** Enrols past the services: references at angles of one plane. */
export function enrolAt(
  store: Store,
  externalId: string,
  plane: number,
  degrees: readonly number[],
  modelId: ModelId = SCALE.modelId,
) {
  const person =
    store.people.findByExternalId(externalId) ??
    store.people.create({ externalId, displayName: `Name of ${externalId}` });
  const templates = degrees.map((angle) => addReference(store, person.id, plane, angle, modelId));
  return { person, templates };
}

export function addReference(
  store: Store,
  personId: PersonId,
  plane: number,
  degrees: number,
  modelId: ModelId = SCALE.modelId,
) {
  return store.templates.add({
    personId,
    modality: 'face',
    modelId,
    features: embeddingAt(plane, degrees),
    quality: QUALITY,
    sourceSha256: sha256Of(`${personId} ${plane} ${degrees}`),
    provider: 'cpu',
  });
}

/** The failure that a call ends in; a call that ends well is none. */
export async function failureOf(call: () => unknown): Promise<AppError> {
  try {
    await call();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('Expected a failure but the call ended well.');
}

export function progressOf(events: readonly HostEvent[]): JobProgress[] {
  return events.flatMap((event) => (event.event === 'job.progress' ? [event.progress] : []));
}
