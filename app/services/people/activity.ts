/** The log of what was asked and what was said, with the names of those whom it was about. */
import { stringify } from 'csv-stringify/sync';
import type { ActivityEntry } from '../../contract/certificate.ts';
import { reasonText } from '../../contract/reason-text.ts';
import type { Attempt } from '../../core/attempt.ts';
import { fingerName } from '../../core/finger.ts';
import type { AttemptId, PersonId } from '../../core/vocabulary.ts';
import type { AttemptsQuery, Store } from '../../store/index.ts';
import { findPerson } from './people.ts';

export interface ActivityFilter extends Pick<
  AttemptsQuery,
  'kind' | 'outcome' | 'modality' | 'use'
> {
  readonly externalId?: string;
  /** ISO 8601, any offset. */
  readonly from?: string;
  readonly until?: string;
}

export interface Activity {
  list(
    input: ActivityFilter & {
      readonly limit: number;
      readonly offset: number;
      readonly before?: string;
    },
  ): {
    readonly total: number;
    readonly entries: readonly ActivityEntry[];
  };
  /** @throws AppError `not-found` */
  show(attemptId: string): ActivityEntry;
  export(input: ActivityFilter & { readonly format: 'csv' | 'json' }): string;
}

/** Read at once while a file is being made. */
const PAGE = 1_000;

export function createActivity({ store }: { readonly store: Store }): Activity {
  const named = (attempts: readonly Attempt[]): ActivityEntry[] => {
    const known = new Map<PersonId, ActivityEntry['person']>();
    const nameOf = (id: PersonId) => {
      if (!known.has(id)) {
        const { externalId, displayName } = store.people.get(id);
        known.set(id, { externalId, displayName });
      }
      return known.get(id);
    };
    return attempts.map((attempt) => {
      const person = attempt.personId && nameOf(attempt.personId);
      return { attempt, ...(person && { person }) };
    });
  };
  const entriesOf = (query: AttemptsQuery) => named(store.attempts.list(query));

  return {
    list({ limit, offset, before, ...filter }) {
      const query = queryOf(filter, store);
      // The id of a page before; the store says where it is none.
      const page = before === undefined ? {} : { before: before as AttemptId };
      return {
        total: store.attempts.count(query),
        entries: entriesOf({ ...query, ...page, limit, offset }),
      };
    },

    show(attemptId) {
      // Whatever was given as an id: the store says where it is none.
      const [entry] = named([store.attempts.get(attemptId as AttemptId)]);
      return entry;
    },

    export({ format, ...filter }) {
      const query = queryOf(filter, store);
      const entries: ActivityEntry[] = [];
      for (;;) {
        const last = entries.at(-1)?.attempt.id;
        const page = entriesOf({ ...query, limit: PAGE, ...(last && { before: last }) });
        entries.push(...page);
        if (page.length < PAGE) break;
      }
      if (format === 'json') return `${JSON.stringify(entries, undefined, 1)}\n`;
      return stringify(entries.map(lineOf), {
        header: true,
        columns: [...COLUMNS],
        escape_formulas: true,
      });
    },
  };
}

function queryOf(
  { externalId, from, until, ...filter }: ActivityFilter,
  store: Store,
): Omit<AttemptsQuery, 'limit'> {
  return {
    ...filter,
    ...(externalId !== undefined && { personId: findPerson(store, externalId).id }),
    // The log is in UTC, and compared as text.
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  };
}

const COLUMNS = [
  'at',
  'kind',
  'outcome',
  'modality',
  'finger',
  'external_id',
  'name',
  'use',
  'distance',
  'threshold',
  'target_rate',
  'references',
  'calibration',
  'model',
  'provider',
  'reasons',
  'note',
  'attempt',
] as const;

function lineOf({ attempt, person }: ActivityEntry): Record<(typeof COLUMNS)[number], string> {
  const text = (value: string | number | undefined) => (value === undefined ? '' : String(value));
  return {
    at: attempt.at,
    kind: attempt.kind,
    outcome: attempt.outcome,
    modality: attempt.modality,
    finger: fingerOf(attempt),
    external_id: person?.externalId ?? '',
    name: person?.displayName ?? '',
    use: text(attempt.use),
    distance: attempt.distance?.toFixed(6) ?? '',
    threshold: attempt.threshold?.toFixed(6) ?? '',
    target_rate: text(attempt.targetRate),
    references: text(attempt.references),
    calibration: text(attempt.calibrationId),
    model: text(attempt.modelId),
    provider: text(attempt.provider),
    reasons: reasonText(attempt.reasons),
    note: text(attempt.note),
    attempt: attempt.id,
  };
}

function fingerOf({ finger }: Attempt): string {
  return finger === undefined ? '' : fingerName(finger);
}
