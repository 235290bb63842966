/** What the commands answer, by area. */
export type * from './audit-results.ts';
export type * from './decision-results.ts';
export type * from './job-results.ts';
export type * from './people-results.ts';
