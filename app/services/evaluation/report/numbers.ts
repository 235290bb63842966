/** How reports write numbers. */

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

/** `1 person`, `2 people` */
export function counted(value: number, one: string, several: string): string {
  return `${count(value)} ${value === 1 ? one : several}`;
}

/** Three digits that count. */
export function percent(rate: number): string {
  return `${plain(rate * 100)} %`;
}

export function distance(value: number): string {
  return value.toFixed(4);
}

/** `1 in 1,000`, and per cent where that is shorter. */
export function oneIn(rate: number): string {
  const inverse = 1 / rate;
  return Math.abs(inverse - Math.round(inverse)) < 1e-6 * inverse
    ? `1 in ${count(inverse)}`
    : percent(rate);
}

/** Without an exponent, down to what nobody can count. */
function plain(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (rounded === 0 || Math.abs(rounded) >= 1e-6) {
    return rounded.toLocaleString('en-GB', { maximumFractionDigits: 8, useGrouping: false });
  }
  return rounded.toExponential();
}
