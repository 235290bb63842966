/** Who is enrolled, and everything that is held on them. */
import type {
  PersonDetails,
  PersonList,
  RemovalReceipt,
  TemplateReport,
} from '../contract/results.ts';
import { AppError } from '../core/failure.ts';
import type { Person, Template } from '../core/template.ts';
import type { Store } from '../store/index.ts';

export interface PeopleService {
  list(input: {
    readonly search?: string;
    readonly limit: number;
    readonly offset: number;
  }): PersonList;
  show(externalId: string): PersonDetails;
  rename(input: {
    readonly externalId: string;
    readonly displayName?: string;
    readonly newExternalId?: string;
    readonly notes?: string;
  }): Person;
  /** Erases the person, all references and every link from the logs; returns who that was. */
  remove(externalId: string): RemovalReceipt;
}

const ATTEMPTS_SHOWN = 20;

export function createPeopleService({
  store,
  now,
}: {
  readonly store: Store;
  readonly now: () => string;
}): PeopleService {
  return {
    list: ({ search, limit, offset }) => ({
      total: store.people.count(search),
      people: store.people
        .list({ search, limit, offset })
        .map((person) => ({ ...person, references: {}, synthetic: false })),
    }),
    show(externalId) {
      const person = findPerson(store, externalId);
      // Of every model that was ever used here: what is held on a person is shown whole.
      const templates = store.templates
        .countByModel()
        .flatMap(({ modality, modelId }) =>
          store.templates.listOfPerson(person.id, modality, modelId),
        );
      return {
        person,
        synthetic: false,
        consents: [],
        lookAlikes: [],
        templates: templates.map(reportTemplate),
        attempts: store.attempts.list({ limit: ATTEMPTS_SHOWN, personId: person.id }),
      };
    },
    rename({ externalId, displayName, newExternalId, notes }) {
      return store.transaction(() => {
        const person = findPerson(store, externalId);
        if (displayName !== undefined) store.people.rename(person.id, displayName);
        if (notes !== undefined) store.people.setNotes(person.id, notes);
        if (newExternalId !== undefined) store.people.setExternalId(person.id, newExternalId);
        return store.people.get(person.id);
      });
    },
    remove(externalId) {
      const person = findPerson(store, externalId);
      store.people.remove(person.id);
      return { person, templates: 0, unlinkedAttempts: 0, erasedAt: now() };
    },
  };
}

/** @throws AppError `not-found` */
export function findPerson(store: Store, externalId: string): Person {
  const person = store.people.findByExternalId(externalId);
  if (person) return person;
  throw new AppError(
    'not-found',
    'Expected the external id of an enrolled person but received one that nobody has; ' +
      'list the people, or enrol the person first.',
  );
}

function reportTemplate(template: Template): TemplateReport {
  const { id, modelId, sourceSha256, provider, enrolledAt } = template;
  const facts = { id, modelId, sourceSha256, provider, enrolledAt };
  if (template.modality === 'face') {
    const { modality, quality } = template;
    return { ...facts, modality, quality };
  }
  const { modality, finger, quality } = template;
  return { ...facts, modality, finger, quality };
}
