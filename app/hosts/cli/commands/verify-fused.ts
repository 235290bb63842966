/** `verify PERSON IMAGE --with IMAGE`: one decision over several captures. */
import type { CommandInput } from '../../../contract/commands.ts';
import type { FusedReport } from '../../../contract/results.ts';
import { AppError } from '../../../core/failure.ts';
import type { FingerPosition, Modality } from '../../../core/vocabulary.ts';
import { readNamedFile } from '../files.ts';
import { readCapture, type CaptureFlags } from '../options.ts';
import { table, tone } from '../terminal.ts';
import { count, describeFinger, describeSample, headline, percent, TONES } from '../words.ts';

export interface WithFlags {
  readonly with?: readonly string[];
  readonly withModality?: Modality;
  readonly withFinger?: readonly FingerPosition[];
  readonly withDpi?: number;
}

type Captures = CommandInput<'verification.fuse'>['captures'];

/** @throws AppError `bad-input` for fingers that no image was named for */
export async function readCaptures(
  file: string,
  flags: CaptureFlags & WithFlags,
): Promise<Captures> {
  const { with: others = [], withFinger = [], withModality = flags.modality } = flags;
  if (withFinger.length > others.length) {
    throw new AppError(
      'bad-input',
      `Expected at most one --with-finger for each --with but received ${withFinger.length} for ` +
        `${others.length}; name them in the order of the images.`,
    );
  }
  const first = { probe: await readNamedFile(file, 'the probe'), capture: readCapture(flags) };
  const further = others.map(async (other, i) => {
    const finger = withFinger[i];
    const asked: CaptureFlags =
      withModality === 'face'
        ? {
            modality: 'face',
            ...(flags.modality === 'face' && flags.face ? { face: flags.face } : {}),
          }
        : { modality: 'fingerprint', dpi: flags.withDpi ?? flags.dpi, finger };
    return { probe: await readNamedFile(other, 'the further probe'), capture: readCapture(asked) };
  });
  return [first, ...(await Promise.all(further))];
}

export function describeFused(report: FusedReport): string {
  const { outcome, displayName, parts, fusion, guard, attemptId } = report;
  const lines = parts.map(({ modality, finger, outcome: each, decision, probe }, i) => [
    `capture ${i + 1}`,
    finger === undefined ? modality : describeFinger(finger),
    decision ? decision.distance.toFixed(4) : '',
    decision ? decision.threshold.toFixed(4) : '',
    each,
    describeSample(probe),
  ]);
  const rows = table([['', '', 'distance', 'limit', 'alone', ''], ...lines], [2, 3]);
  if (outcome === 'no-reference' || outcome === 'failure-to-acquire' || !fusion) {
    const why =
      outcome === 'no-reference'
        ? `${displayName} has no reference for any of the captures: enrol first`
        : 'none of the captures could be used';
    return [tone('warn', `NOT COMPARED   ${why}`), '', rows].join('\n');
  }
  const subject = {
    match: `this is ${displayName}`,
    undecided: `this may be ${displayName}: more evidence is needed`,
    'non-match': `this is not ${displayName}`,
  }[outcome];
  return [
    tone(TONES[outcome], headline(outcome, subject)),
    '',
    rows,
    '',
    `Together: of strangers, ${oneIn(fusion.fused)} would bring evidence this strong; the limit is ` +
      `${oneIn(fusion.targetRate)}.`,
    `(${fusion.method}, independence of different faces and fingers ${fusion.independence}; ` +
      `calibrated by ${fusion.calibrations.join(', ')})`,
    ...(guard ? [describeGuard(guard)] : []),
    tone('quiet', `attempt ${attemptId}`),
  ].join('\n');
}

export function describeGuard({
  policy,
  nearestDistance,
  guardDistance,
}: NonNullable<FusedReport['guard']>): string {
  const why =
    `look-alike  another person is at ${nearestDistance.toFixed(4)}, within the guard distance ` +
    guardDistance.toFixed(4);
  return policy === 'stricter'
    ? `${why}: a stricter limit applies`
    : `${why}: a second modality is asked for (--with)`;
}

function oneIn(rate: number): string {
  return rate < 0.5 ? `1 in ${count(Number((1 / rate).toPrecision(2)))}` : percent(rate);
}
