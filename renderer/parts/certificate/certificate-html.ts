/** The certificate as one self-contained document, for paper. */
import type { Certificate } from '../../../app/contract/certificate.ts';
import { words } from '../../words/words.ts';
import { certificateLines } from './certificate-lines.ts';
import { layOutRuler } from '../ruler/ruler-layout.ts';

/** Millimetres. */
const RULER = { width: 170, height: 16 } as const;

export function certificateHtml(certificate: Certificate): string {
  const title = words().certificate.title;
  const rows = certificateLines(certificate)
    .map(
      ({ name, value, code }) =>
        `<tr><th scope="row">${escape(name)}</th><td${code ? ' class="code"' : ''}>${escape(value)}</td></tr>`,
    )
    .join('');
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escape(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escape(title)}</h1><p>${escape(words().certificate.lead)}</p>`,
    rulerSvg(certificate),
    `<table>${rows}</table></body></html>`,
  ].join('');
}

// Paper has no theme: black on white, and lines that tell themselves apart by their form.
const STYLE = `
@page { size: A4; margin: 20mm }
body { font: 10pt/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 18pt; margin: 0 0 2mm }
table { border-collapse: collapse; margin-top: 6mm }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 6mm 1.2mm 0; border-bottom: .2mm solid }
th { font-weight: 400; white-space: nowrap }
.code { font: 8pt ui-monospace, monospace; word-break: break-all }
svg { margin-top: 4mm; overflow: visible }
text { font-size: 3.2px }
`;

function rulerSvg({ distance, threshold, margin, undecidedThreshold }: Certificate): string {
  const { scale } = layOutRuler({ distance, threshold, margin, undecidedThreshold });
  const say = words().ruler;
  const x = (value: number) => (scale.at(value) * RULER.width).toFixed(2);
  const label = (value: number, text: string, y: number) =>
    `<text x="${x(value)}" y="${y}" text-anchor="middle">${escape(text)} ${value.toFixed(2)}</text>`;
  const line = (value: number, dashes: string) =>
    `<line x1="${x(value)}" x2="${x(value)}" y1="5" y2="11" stroke="currentColor" stroke-width=".5"${dashes}/>`;
  return [
    `<svg width="${RULER.width}mm" height="${RULER.height}mm" viewBox="0 0 ${RULER.width} ${RULER.height}">`,
    `<line x1="0" x2="${RULER.width}" y1="9" y2="9" stroke="currentColor" stroke-width=".3"/>`,
    `<line x1="0" x2="${x(threshold)}" y1="9" y2="9" stroke="currentColor" stroke-width="1.2"/>`,
    line(threshold, ''),
    line(margin, ' stroke-dasharray="1 1"'),
    `<circle cx="${x(distance)}" cy="9" r="1.6"/>`,
    label(threshold, say.limit, 3.5),
    label(margin, say.margin, margin - threshold < 0.2 ? 14.5 : 3.5),
    label(distance, say.distance, 14.5),
    '</svg>',
  ].join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
