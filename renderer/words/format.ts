/** Numbers, dates and lists as they are shown. The language is that of the catalogue. */
const LANGUAGE = 'en-GB';

const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const dateOnly = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });
const dateAndTime = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });
const exactTime = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'medium' });
const conjunction = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' });
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** `12,345` */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** `1 person`, `12 people` */
export function plural(value: number, one: string, many: string): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** `1.21`; the certificate asks for more digits. */
export function formatDistance(value: number, digits = 2): string {
  return value.toFixed(digits);
}

/** Three significant digits: `0.0108 %`. */
export function formatPercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}

/** `1 in 1,000`; `none` of zero. Odds are easier to weigh than small per cents. */
export function formatOdds(rate: number): string {
  return rate > 0 ? `1 in ${formatCount(roundTo(1 / rate, 2))}` : 'none';
}

function roundTo(value: number, digits: number): number {
  return Number(value.toPrecision(Math.max(digits, 1)));
}

/** Three significant digits, thousands grouped. */
export function formatMeasure(value: number): string {
  return Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/** `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const rounded = Math.ceil(seconds); // First: not "1 min 60 s".
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  const minutes = Math.round(rounded / 60);
  return `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** `512 B`, `1.4 MB`, in powers of 1000 as file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? String(value) : value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`;
}

/** ISO 8601 in; `24 Nov 2026`. */
export function formatDate(iso: string): string {
  return dateOnly.format(new Date(iso));
}

/** ISO 8601 in; `24 Nov 2026, 21:05`. */
export function formatDateTime(iso: string): string {
  return dateAndTime.format(new Date(iso));
}

export function formatExactTime(iso: string): string {
  return exactTime.format(new Date(iso));
}

/** `3 minutes ago`, `yesterday`; a date once it is longer than a month. */
export function formatAgo(iso: string, now: Date): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
  const days = seconds / 86_400;
  if (Math.abs(days) >= 31) return formatDate(iso);
  if (Math.abs(days) >= 1) return relative.format(Math.round(days), 'day');
  if (Math.abs(seconds) >= 3600) return relative.format(Math.round(seconds / 3600), 'hour');
  if (Math.abs(seconds) >= 60) return relative.format(Math.round(seconds / 60), 'minute');
  return 'just now';
}

/** `Ana, Ben and Carl` */
export function formatList(items: readonly string[]): string {
  return conjunction.format(items);
}
