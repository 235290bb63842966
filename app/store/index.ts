import { type Attempts, createAttempts } from './attempts.ts';
import { type Audits, createAudits, discardCutOffPlans } from './audits.ts';
import { type WritableDatabase, openDatabase } from './database.ts';
import { type Effects, SYSTEM_EFFECTS } from './effects.ts';
import { resumeErasure, scrubIfPending } from './erasure.ts';
import { type StoreFacts, readFacts } from './facts.ts';
import { migrate } from './migrations/index.ts';
import { type People, createPeople } from './people.ts';
import { type Templates, createTemplates } from './templates.ts';

export interface Store {
  readonly people: People;
  readonly templates: Templates;
  readonly attempts: Attempts;
  readonly audits: Audits;
  facts(): StoreFacts;
  /** All that `run` does or nothing of it; synchronous, may be nested. */
  transaction<T>(run: () => T): T;
  /** May be called twice. */
  close(): void;
}

/**
 * Opens the store of a path, creating it where there is none. `:memory:` keeps it in memory.
 * Calls block: SQLite is synchronous. Erasing, finishing or discarding rewrites the whole file.
 */
export function openStore(path: string, options: Partial<Effects> = {}): Store {
  const database = openDatabase(path);
  try {
    migrate(database);
    discardCutOffPlans(database);
    resumeErasure(database);
    return storeOf(database, path, { ...SYSTEM_EFFECTS, ...options });
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function storeOf(database: WritableDatabase, path: string, effects: Effects): Store {
  const people = createPeople(database, effects);
  const templates = createTemplates(database, effects);
  return {
    people,
    templates,
    attempts: createAttempts(database, effects),
    audits: createAudits(database, effects),
    facts: () =>
      readFacts(database, path, {
        people: () => people.count(),
        templatesByModel: () => templates.countByModel(),
      }),
    transaction(run) {
      const result = database.transaction(run);
      scrubIfPending(database);
      return result;
    },
    close: () => database.close(),
  };
}

export type { Attempts, AttemptsQuery, NewAttempt } from './attempts.ts';
export type { AuditFeatures } from './audit-features.ts';
export type { PendingQuery } from './audit-plan.ts';
export type { AuditProgress, AuditRecord, AuditRow } from './audit-results.ts';
export type { Audits, NewAudit } from './audits.ts';
export type { StoreFacts } from './facts.ts';
export type { GallerySnapshot } from './gallery.ts';
export type { NewPerson, People, PeopleQuery } from './people.ts';
export type { ModelCount, NewTemplate, Templates } from './templates.ts';
