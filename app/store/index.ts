import { type Attempts, createAttempts } from './attempts.ts';
import { type Audits, createAudits, discardCutOffPlans } from './audits.ts';
import { type Calibrations, createCalibrations } from './calibrations.ts';
import { type Consents, createConsents } from './consents.ts';
import { type WritableDatabase, openDatabase } from './database.ts';
import { type Documents, createDocuments } from './documents.ts';
import { type Effects, SYSTEM_EFFECTS } from './effects.ts';
import { resumeErasure, scrubIfPending } from './erasure.ts';
import { type StoreFacts, readFacts } from './facts.ts';
import { type Images, createImages } from './images.ts';
import { type LookAlikes, createLookAlikes } from './look-alikes.ts';
import { migrate } from './migrations/index.ts';
import { type People, createPeople } from './people.ts';
import { type Probes, createProbes } from './probes.ts';
import { type Expired, type Expiry, eraseExpired } from './retention.ts';
import { type Templates, createTemplates } from './templates.ts';

export interface Store {
  readonly people: People;
  readonly consents: Consents;
  readonly templates: Templates;
  readonly images: Images;
  readonly attempts: Attempts;
  readonly audits: Audits;
  readonly calibrations: Calibrations;
  readonly probes: Probes;
  readonly lookAlikes: LookAlikes;
  readonly documents: Documents;
  /** Really erases, so that it may take a while where there is something to erase. */
  eraseExpired(expiry: Expiry): Expired;
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
    consents: createConsents(database, effects),
    templates,
    images: createImages(database),
    attempts: createAttempts(database, effects),
    audits: createAudits(database, effects),
    calibrations: createCalibrations(database, effects),
    probes: createProbes(database),
    lookAlikes: createLookAlikes(database, effects),
    documents: createDocuments(database, effects),
    eraseExpired: (expiry) => eraseExpired(database, expiry),
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
export type { AuditTrace } from './audit-traces.ts';
export type { AuditFeatures } from './audit-features.ts';
export type { PendingQuery } from './audit-plan.ts';
export type { AuditProgress, AuditRecord, AuditRow } from './audit-results.ts';
export type { AuditRowsPage, AuditRowsQuery, NamedAuditRow } from './audit-rows.ts';
export type { Audits, NewAudit } from './audits.ts';
export type { Calibrations, NewCalibration, SiteCalibration } from './calibrations.ts';
export type { Consents, NewConsent, StoredConsent } from './consents.ts';
export type { DocumentName, Documents, StoredDocument } from './documents.ts';
export type { Erased } from './erase-person.ts';
export type { StoreFacts } from './facts.ts';
export type { GallerySnapshot } from './gallery.ts';
export type { Images } from './images.ts';
export type { AlikePeople, LookAlikePair, LookAlikeScan, LookAlikes } from './look-alikes.ts';
export type { ListedPerson, PeopleFilter, PeopleOrder, PeopleQuery } from './people-list.ts';
export type { NewPerson, People } from './people.ts';
export type { Probes } from './probes.ts';
export type { Expired, Expiry } from './retention.ts';
export type { ModelCount, NewTemplate, Templates } from './templates.ts';
