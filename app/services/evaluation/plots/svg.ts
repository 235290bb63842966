/** Drawings as text. Colours and fonts are classes of the report's style: both themes, and paper. */
import { escapeHtml } from '../../html-document.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly kind?: string;
  readonly turn?: boolean;
}

/** @param title says what is seen, for whoever does not see it */
export function drawing(width: number, height: number, title: string, content: string): string {
  return (
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">` +
    `<title>${escapeHtml(title)}</title>\n${content}\n</svg>`
  );
}

export function line(from: Spot, to: Spot, kind: string): string {
  return `<line class="${kind}" x1="${short(from.x)}" y1="${short(from.y)}" x2="${short(to.x)}" y2="${short(to.y)}"/>`;
}

export function rectangle(at: Spot, width: number, height: number, kind: string): string {
  return `<rect class="${kind}" x="${short(at.x)}" y="${short(at.y)}" width="${short(Math.max(0, width))}" height="${short(Math.max(0, height))}"/>`;
}

export function text(at: Spot, words: string, style: TextStyle = {}): string {
  const { anchor = 'start', kind, turn } = style;
  const place = turn
    ? `transform="translate(${short(at.x)} ${short(at.y)}) rotate(-90)"`
    : `x="${short(at.x)}" y="${short(at.y)}"`;
  return `<text${kind ? ` class="${kind}"` : ''} ${place} text-anchor="${anchor}">${escapeHtml(words)}</text>`;
}

export function dot(at: Spot, radius: number, kind: string): string {
  return `<circle class="${kind}" cx="${short(at.x)}" cy="${short(at.y)}" r="${radius}"/>`;
}

export function polyline(spots: readonly Spot[], kind: string): string {
  return spots.length === 0 ? '' : `<path class="${kind}" d="${pathOf(spots)}"/>`;
}

/** Down to a base line, and filled. */
export function area(spots: readonly Spot[], base: number, kind: string): string {
  if (spots.length === 0) return '';
  const first = { x: spots[0].x, y: base };
  const last = { x: spots[spots.length - 1].x, y: base };
  return `<path class="${kind}" d="${pathOf([first, ...spots, last])}Z"/>`;
}

function pathOf(spots: readonly Spot[]): string {
  let before = '';
  return spots
    .map(({ x, y }) => `${short(x)} ${short(y)}`)
    .filter((place) => place !== before && ((before = place), true))
    .map((place, i) => `${i === 0 ? 'M' : 'L'}${place}`)
    .join('');
}

/** Tenths of a pixel: no machine's last bits. */
function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
