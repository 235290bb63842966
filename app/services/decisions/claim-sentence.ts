/** The claim of a certificate in words, with the measurement behind it. */
import type { Certificate } from '../../contract/certificate.ts';

type Claim = Omit<Certificate['claim'], 'sentence'>;

export function claimSentence({ support, falseMatchRate, point, confidence }: Claim, set: string) {
  const by = point.boundBy === 'person' ? ', by person' : '';
  const matched = `${count(point.falseMatches)} of ${count(point.comparisons)} comparisons`;
  const bound =
    `at most ${percent(point.upperBound)} at ${percent(confidence)} confidence` +
    `${by} (${matched} on ${set})`;
  if (support === 'measured') return `False match rate at this threshold: ${bound}.`;
  return (
    `False match rate at this threshold: about ${percent(falseMatchRate)}, extrapolated; ` +
    `measured at distance ${point.threshold.toFixed(4)}: ${bound}.`
  );
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** Rounded up, so that a bound stays one. */
function percent(rate: number): string {
  if (rate <= 0) return '0 %';
  const scaled = rate * 100;
  const unit = 10 ** (Math.floor(Math.log10(scaled)) - 2);
  return `${Number((Math.ceil(scaled / unit - 1e-9) * unit).toPrecision(3))} %`;
}
