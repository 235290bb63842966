/** Who is enrolled, why they may be, and everything that is held on them. */
import type { HostEvent } from '../../contract/events.ts';
import type {
  PersonDetails,
  PersonList,
  RemovalReceipt,
  TemplateReport,
} from '../../contract/results.ts';
import { AppError } from '../../core/failure.ts';
import type { Person, Template } from '../../core/template.ts';
import type { TemplateId } from '../../core/vocabulary.ts';
import type { NewConsent, PeopleOrder, Store } from '../../store/index.ts';
import { NO_LOOK_ALIKES, type LookAlikes } from '../thresholds/look-alikes.ts';
import { exportPerson, templatesOf } from './export.ts';

export interface PeopleService {
  list(input: {
    readonly search?: string;
    readonly externalId?: string;
    readonly sort: PeopleOrder;
    readonly descending: boolean;
    readonly due: boolean;
    readonly limit: number;
    readonly offset: number;
  }): PersonList;
  /** @param search whether look-alikes are asked for as well */
  show(externalId: string, search?: { readonly lookAlikes: boolean }): Promise<PersonDetails>;
  /** @throws AppError `conflict` where the external id is taken */
  add(input: {
    readonly externalId: string;
    readonly displayName?: string;
    readonly notes?: string;
    readonly consent: NewConsent;
  }): Person;
  recordConsent(externalId: string, consent: NewConsent): void;
  rename(input: {
    readonly externalId: string;
    readonly displayName?: string;
    readonly newExternalId?: string;
    readonly notes?: string;
  }): Person;
  /** Erases the person, all references, consents and images, and every link from the logs. */
  remove(externalId: string): RemovalReceipt;
  /** @throws AppError `not-found` where none was kept of this reference */
  image(externalId: string, templateId: string): Uint8Array;
  /** Erases one reference of the person, and its image. */
  removeTemplate(externalId: string, templateId: string): void;
  /** JSON of everything that is held on the person. */
  export(externalId: string): string;
}

export interface PeopleParts {
  readonly store: Store;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly emit: (event: HostEvent) => void;
  readonly lookAlikes?: LookAlikes;
}

const ATTEMPTS_SHOWN = 20;

export function createPeopleService(parts: PeopleParts): PeopleService {
  const { store, now, emit, lookAlikes = NO_LOOK_ALIKES } = parts;
  const changed = (what: 'people' | 'attempts') => emit({ event: 'data.changed', what });
  const changing = <Result>(run: () => Result): Result => {
    const result = store.transaction(run);
    changed('people');
    return result;
  };

  const ownTemplate = (externalId: string, templateId: string): TemplateId => {
    const person = findPerson(store, externalId);
    const id = templateId as TemplateId; // Whether it is one is asked here.
    if (store.templates.ownerOf(id) === person.id) return id;
    throw notOfPerson();
  };

  return {
    list({ search, externalId, sort, descending, due, limit, offset }) {
      const filter = { search, externalId, ...(due && { dueOn: now().slice(0, 10) }) };
      return {
        total: store.people.count(filter),
        people: store.people.list({ ...filter, sort, descending, limit, offset }),
      };
    },
    async show(externalId, search = { lookAlikes: false }) {
      const person = findPerson(store, externalId);
      return {
        person,
        synthetic: store.people.isSynthetic(person.id),
        consents: store.consents.listOfPerson(person.id),
        lookAlikes: search.lookAlikes ? await lookAlikes.of(person.id) : [],
        templates: templatesOf(store, person).map(reportTemplate),
        keptImages: store.images.listOfPerson(person.id),
        attempts: store.attempts.list({ limit: ATTEMPTS_SHOWN, personId: person.id }),
      };
    },
    add: ({ externalId, displayName, notes, consent }) =>
      changing(() => {
        const name = displayName || externalId;
        const person = store.people.create({ externalId, displayName: name, notes });
        store.consents.record(person.id, consent);
        return person;
      }),
    recordConsent: (externalId, consent) =>
      changing(() => store.consents.record(findPerson(store, externalId).id, consent)),
    rename: ({ externalId, displayName, newExternalId, notes }) =>
      changing(() => {
        const person = findPerson(store, externalId);
        if (displayName !== undefined) store.people.rename(person.id, displayName);
        if (notes !== undefined) store.people.setNotes(person.id, notes);
        if (newExternalId !== undefined) store.people.setExternalId(person.id, newExternalId);
        return store.people.get(person.id);
      }),
    remove(externalId) {
      const person = findPerson(store, externalId);
      try {
        const { attempts, ...erased } = store.people.remove(person.id);
        return { person, ...erased, unlinkedAttempts: attempts, erasedAt: now() };
      } finally {
        // Also where the bytes could not be overwritten yet: the rows are gone.
        changed('people');
        changed('attempts');
      }
    },
    image(externalId, templateId) {
      const image = store.images.get(ownTemplate(externalId, templateId));
      if (image) return image;
      throw new AppError(
        'not-found',
        'Expected a reference whose capture was kept but received one without; ' +
          'whether captures are kept is in the settings.',
      );
    },
    removeTemplate(externalId, templateId) {
      const id = ownTemplate(externalId, templateId);
      try {
        store.templates.remove(id);
      } finally {
        changed('people');
      }
    },
    export: (externalId) => exportPerson(store, findPerson(store, externalId), now()),
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

function notOfPerson(): AppError {
  return new AppError(
    'not-found',
    'Expected a reference of this person but received one that the person does not have; ' +
      'show the person for a list.',
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
