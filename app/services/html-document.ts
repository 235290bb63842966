/** Reports as HTML that needs no other file, no script and no network; light, dark and on paper. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * @param body markup of our own; whatever came from outside is escaped already
 * @param style what one kind of report has of its own
 */
export function htmlDocument(title: string, body: string, style = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** @param numbers columns that are aligned by their last digit */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string {
  const kind = (column: number) => (numbers.includes(column) ? ' class="number"' : '');
  const heading = head
    .map((text, i) => `<th scope="col"${kind(i)}>${escapeHtml(text)}</th>`)
    .join('');
  const lines = rows.map((cells) => {
    return `<tr>${cells.map((text, i) => `<td${kind(i)}>${escapeHtml(text)}</td>`).join('')}</tr>`;
  });
  const named = head.some((text) => text !== '');
  return [
    '<table>',
    named ? `<thead><tr>${heading}</tr></thead>` : '',
    `<tbody>${lines.join('\n')}</tbody>`,
    '</table>',
  ].join('\n');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2530; --quiet: #586574; --line: #d5dce3; --ground: #fff;
  --accent: #0b6b73; --good: #1d7a46; --warn: #96610a; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --quiet: #9aa8b6; --line: #35414d;
  --ground: #12181f; --accent: #5cc3cb; --good: #63c78c; --warn: #e0ac54; --bad: #ff8a80; } }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 28px; line-height: 1.25; font-weight: 600; margin: 0 0 16px; }
h2 { font-size: 20px; font-weight: 600; margin: 40px 0 12px; break-after: avoid; }
small { font-size: 14px; font-weight: 400; color: var(--quiet); }
p { max-width: 72ch; }
.note { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 600; overflow-wrap: normal; }
.number { text-align: right; white-space: nowrap; }
svg { max-width: 100%; height: auto; display: block; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
svg .quiet { fill: var(--quiet); }
@media print { :root { color-scheme: light; } main { max-width: none; padding: 0; }
  tr { break-inside: avoid; } thead { display: table-header-group; } }
`;
