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
    ...(from !== '' && { from: startOfDay(from, 0) }),
    ...(until !== '' && { until: startOfDay(until, 1) }),
  };
}

/** Local midnight of a `yyyy-mm-dd`, some days later, as the contract has times. */
function startOfDay(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
