/** The filter of the activity: kept in the address, so that going back finds it as it was. Pure. */
import type { CommandInput } from '../../../app/contract/commands.ts';

export interface ActivityFilter {
  readonly externalId: string;
  readonly kind: string;
  readonly outcome: string;
  readonly modality: string;
  readonly use: string;
  /** Calendar days of this machine, both part of it; empty: no bound. */
  readonly from: string;
  readonly until: string;
}

export const NO_FILTER: ActivityFilter = {
  externalId: '',
  kind: '',
  outcome: '',
  modality: '',
  use: '',
  from: '',
  until: '',
};

export type ListInput = Omit<CommandInput<'attempts.list'>, 'limit' | 'offset' | 'before'>;

export function isFiltered(filter: ActivityFilter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

export function filterOf(query: Readonly<Record<string, string>>): ActivityFilter {
  const read = (key: keyof ActivityFilter) => query[key] ?? '';
  return {
    externalId: read('externalId'),
    kind: read('kind'),
    outcome: read('outcome'),
    modality: read('modality'),
    use: read('use'),
    from: read('from'),
    until: read('until'),
  };
}

export function queryOf(filter: ActivityFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
}

/** What the command is asked; its validator refuses what an address made up. */
export function inputOf({ from, until, ...filter }: ActivityFilter): ListInput {
  return {
    // The choices offer the contract's own words.
    ...(queryOf({ ...NO_FILTER, ...filter }) as ListInput),
    ...bound('from', startOfDay(from, 0)),
    ...bound('until', startOfDay(until, 1)),
  };
}

function bound(
  name: 'from' | 'until',
  time: string | undefined,
): Pick<ListInput, 'from' | 'until'> {
  return time === undefined ? {} : { [name]: time };
}

/**
 * Local midnight of a `yyyy-mm-dd`, some days later, as the contract has times. Undefined of what
 * is no day, and where years have more than four digits: as good as no bound.
 */
function startOfDay(day: string, later: number): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return undefined;
  const [year, month, date] = parts.slice(1).map(Number);
  const midnight = new Date(2000, 0);
  // By itself the year: of two digits it would be one of the last century.
  midnight.setFullYear(year, month - 1, date + later);
  const time = midnight.toISOString();
  return time.length === '2000-01-01T00:00:00.000Z'.length ? time : undefined;
}
