/** The lines under an attempt; the certificate has the numbers of the decision. Pure. */
import type { ActivityEntry } from '../../../app/contract/certificate.ts';
import type { Fact } from '../../parts/fact.ts';
import { formatExactTime, formatOdds } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export function attemptFacts({ attempt, person }: ActivityEntry): readonly Fact[] {
  const { activity: say, outcomes, fingers, settings } = words();
  const all: readonly (Fact | false)[] = [
    { name: say.time, value: formatExactTime(attempt.at) },
    { name: say.kind, value: outcomes[attempt.kind] },
    {
      name: say.modality,
      value: attempt.finger
        ? `${outcomes[attempt.modality]}, ${fingers.name(attempt.finger)}`
        : outcomes[attempt.modality],
    },
    attempt.use !== undefined && { name: say.use, value: outcomes[attempt.use] },
    person !== undefined && { name: say.number, value: person.externalId },
    attempt.targetRate !== undefined && { name: say.target, value: formatOdds(attempt.targetRate) },
    attempt.note !== undefined && { name: say.note, value: attempt.note },
    attempt.provider !== undefined && {
      name: say.provider,
      value: settings.engine.providers[attempt.provider],
    },
    { name: say.attempt, value: attempt.id, code: true },
  ];
  return all.filter((fact) => fact !== false);
}
