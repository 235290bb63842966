/** A certificate line by line: for the screen, for copying, and for paper. Pure. */
import type { Certificate } from '../../../app/contract/certificate.ts';
import { formatExactTime } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import type { Fact } from '../fact.ts';

export function certificateLines(certificate: Certificate): readonly Fact[] {
  const say = words().certificate;
  const { attempt, person, calibration, undecidedThreshold } = certificate;
  const { outcomes, fingers } = words();
  const lines: readonly (Fact | undefined)[] = [
    { name: say.outcome, value: outcomes[attempt.outcome] },
    {
      name: say.who,
      value: person ? `${person.displayName} (${person.externalId})` : say.erased,
    },
    { name: say.when, value: formatExactTime(attempt.at) },
    attempt.use && { name: say.use, value: outcomes[attempt.use] },
    { name: say.modality, value: outcomes[attempt.modality] },
    attempt.finger && { name: say.finger, value: fingers.name(attempt.finger) },
    { name: say.distance, value: say.exact(certificate.distance) },
    { name: say.threshold, value: say.exact(certificate.threshold) },
    undecidedThreshold === undefined
      ? undefined
      : { name: say.undecidedThreshold, value: say.exact(undecidedThreshold) },
    { name: say.margin, value: say.exact(certificate.margin) },
    { name: say.untunedThreshold, value: say.exact(certificate.untunedThreshold) },
    { name: say.references, value: String(certificate.references) },
    { name: say.claim, value: claimText(certificate) },
    {
      name: say.calibration,
      value: [
        `${calibration.set}; ${calibration.protocol} (${calibration.id}).`,
        calibration.current ? '' : say.calibrationOld,
      ]
        .join(' ')
        .trim(),
    },
    { name: say.model, value: certificate.modelId, code: true },
    { name: say.attempt, value: attempt.id, code: true },
    { name: say.sha256, value: certificate.sha256, code: true },
  ].map((line) => line || undefined);
  return lines.filter((line) => line !== undefined);
}

/** One line each, for the clipboard. */
export function certificateText(certificate: Certificate): string {
  const lines = certificateLines(certificate).map(({ name, value }) => `${name}: ${value}`);
  return [words().certificate.title, ...lines, ''].join('\n');
}

function claimText({ claim }: Certificate): string {
  const say = words().certificate;
  const { point, confidence } = claim;
  const measured = say.claimMeasured(
    point.upperBound,
    confidence,
    point.falseMatches,
    point.comparisons,
  );
  if (claim.support === 'measured') return measured;
  return `${say.claimExtrapolated(claim.falseMatchRate)} ${measured}`;
}
