/** The drawings of an audit's report, as SVG text. */
import type { AuditOutcome } from '../../core/audit.ts';
import type { AuditRow } from '../../store/index.ts';
import { escapeHtml } from '../html-document.ts';

const WIDTH = 960;

export function outcomeBars(
  outcomes: readonly {
    readonly outcome: AuditOutcome;
    readonly title: string;
    readonly files: number;
  }[],
  total: number,
): string {
  const [left, step, room] = [240, 28, WIDTH - 240 - 140];
  const bars = outcomes.map(({ outcome, title, files }, i) => {
    const y = i * step;
    const share = total === 0 ? 0 : files / total;
    const width = files === 0 ? 0 : Math.max(2, share * room);
    const numbers = `${files.toLocaleString('en-GB')}  (${(100 * share).toFixed(1)} %)`;
    return [
      `<text x="${left - 12}" y="${y + 18}" text-anchor="end">${escapeHtml(title)}</text>`,
      `<rect x="${left}" y="${y + 5}" width="${width.toFixed(1)}" height="18" rx="3" fill="${colourOf(outcome)}"/>`,
      `<text x="${(left + width + 8).toFixed(1)}" y="${y + 18}">${numbers}</text>`,
    ].join('');
  });
  return drawing('How many files ended how', outcomes.length * step + 8, bars.join('\n'));
}

/** Counts of distances to the claimed person, those within the limit and those beyond. */
export function distancePlot(rows: readonly AuditRow[], threshold: number): string {
  const measured = rows.flatMap(({ file, result }) =>
    file.claim !== undefined && result.distance !== undefined ? [result] : [],
  );
  if (measured.length === 0) return '<p class="note">No file was compared with a claim.</p>';
  const [left, bottom, height] = [48, 32, 240];
  const end = Math.max(threshold * 1.25, ...extremes(measured.map(({ distance = 0 }) => distance)));
  const bins = 80;
  const [within, beyond] = [histogram(bins), histogram(bins)];
  for (const { distance = 0, outcome } of measured) {
    const bin = Math.min(bins - 1, Math.floor((distance / end) * bins));
    (outcome === 'mismatch' ? beyond : within)[bin] += 1;
  }
  const most = Math.max(...within.map((count, i) => count + beyond[i]));
  const room = WIDTH - left - 16;
  const x = (distance: number) => left + (distance / end) * room;
  const tall = (count: number) => (count / most) * (height - 24);
  const columns = within.flatMap((count, i) => {
    const at = x((i / bins) * end).toFixed(1);
    const width = (room / bins - 1).toFixed(1);
    const column = (files: number, below: number, colour: string) =>
      files === 0
        ? []
        : [
            `<rect x="${at}" y="${(height - tall(below + files)).toFixed(1)}" width="${width}" height="${tall(files).toFixed(1)}" fill="${colour}"/>`,
          ];
    return [...column(count, 0, 'var(--good)'), ...column(beyond[i], count, 'var(--bad)')];
  });
  const ticks = Array.from({ length: Math.floor(end / 0.2) + 1 }, (_, i) => i * 0.2).map(
    (value) =>
      `<text class="quiet" x="${x(value).toFixed(1)}" y="${height + 18}" text-anchor="middle">${value.toFixed(1)}</text>`,
  );
  const limit = x(threshold).toFixed(1);
  return drawing(
    `Distances of ${measured.length} files; the limit for one reference is ${threshold.toFixed(4)}`,
    height + bottom,
    [
      ...columns,
      `<line x1="${left}" x2="${WIDTH - 16}" y1="${height}" y2="${height}" stroke="var(--line)"/>`,
      ...ticks,
      `<line x1="${limit}" x2="${limit}" y1="6" y2="${height}" stroke="var(--ink)" stroke-dasharray="4 3"/>`,
      `<text x="${(x(threshold) + 6).toFixed(1)}" y="16">limit ${threshold.toFixed(4)}</text>`,
    ].join('\n'),
  );
}

function drawing(title: string, height: number, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"><title>${escapeHtml(title)}</title>\n${content}\n</svg>`;
}

function histogram(bins: number): number[] {
  return Array.from({ length: bins }, () => 0);
}

/** Of any number of values: spreading them into Math.max has a limit. */
function extremes(values: readonly number[]): [number] {
  return [values.reduce((most, value) => Math.max(most, value), 0)];
}

function colourOf(outcome: AuditOutcome): string {
  if (outcome === 'match') return 'var(--good)';
  if (outcome === 'mismatch' || outcome === 'ambiguous') return 'var(--bad)';
  return outcome === 'not-enrolled' ? 'var(--accent)' : 'var(--warn)';
}
