/** What the report of an evaluation adds to the style that all reports share. */
export const STYLE = `
:root { --mated: #0f7d7d; --non-mated: #7c6a96; --soft: #f4f6f8; --third: #b0552b; --fourth: #47637f; }
@media (prefers-color-scheme: dark) { :root { --mated: #4bb9b1; --non-mated: #a795c4;
  --soft: #1a222b; --third: #e0936b; --fourth: #8fb0d0; } }
main { max-width: 960px; }
header p { color: var(--quiet); margin: 0; max-width: none; }
p { max-width: 82ch; }
h1 { margin: 0 0 4px; }
h3 { font-size: 14px; font-weight: 600; margin: 24px 0 8px; break-after: avoid; }
h2 { padding-top: 20px; border-top: 1px solid var(--line); }
.lead { max-width: 78ch; font-size: 16px; line-height: 1.55; margin: 24px 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px;
  margin: 24px 0 8px; padding: 0; list-style: none; }
.figures li { background: var(--soft); border-radius: 8px; padding: 14px 16px; break-inside: avoid; }
.figures b { display: block; font-size: 28px; line-height: 1.2; font-weight: 600; }
.figures span { display: block; font-size: 12px; color: var(--quiet); }
.figures .what { color: var(--ink); }
figure { margin: 20px 0; break-inside: avoid; }
figcaption { font-size: 12px; color: var(--quiet); max-width: 88ch; margin-top: 6px; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 16px; }
.halves figure { margin: 8px 0; }
tr.doubted td { color: var(--quiet); }
.wide td:not(:last-child) { white-space: nowrap; }
.wide { overflow-x: auto; }
.holds { color: var(--good); font-weight: 600; }
.fails { color: var(--bad); font-weight: 600; }
.findings { padding-left: 20px; max-width: 88ch; }
.findings li { margin: 6px 0; overflow-wrap: anywhere; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 16px;
  padding: 0; list-style: none; }
.pairs li { break-inside: avoid; font-size: 12px; color: var(--quiet); }
.pairs .captures { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; margin-bottom: 6px; }
.pairs img, .pairs .none { width: 100%; aspect-ratio: 1; object-fit: contain; border-radius: 8px;
  background: var(--soft); display: grid; place-items: center; text-align: center; }
.pairs b { color: var(--ink); font-weight: 600; }
.pairs span { display: block; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; font-size: 12px; margin: 8px 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 12px ui-monospace, monospace; overflow-wrap: anywhere; }
svg .tick { fill: var(--quiet); font-size: 11px; }
svg .title { fill: var(--quiet); font-size: 12px; }
svg .name { font-size: 12px; }
svg .strong { font-weight: 600; }
svg .grid { stroke: var(--line); stroke-width: 1; opacity: 0.6; }
svg .axis { stroke: var(--quiet); stroke-width: 1; }
svg .diagonal { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 2 4; }
svg .series, svg .crest, svg .stairs { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg .crest, svg .stairs { stroke-width: 1.5; }
svg .s0 { stroke: var(--accent); }
svg .s1 { stroke: var(--non-mated); stroke-dasharray: 7 3; }
svg .s2 { stroke: var(--third); stroke-dasharray: 2 3; }
svg .s3 { stroke: var(--fourth); stroke-dasharray: 9 3 2 3; }
svg .s4 { stroke: var(--ink); stroke-width: 2.5; }
svg .interval { stroke: var(--ink); stroke-width: 1; opacity: 0.65; }
svg .mark { fill: var(--accent); stroke: var(--ground); stroke-width: 1.5; }
svg .equal { fill: var(--ground); stroke: var(--ink); stroke-width: 2; }
svg .hill { opacity: 0.18; }
svg .hill.mated, svg text.population.mated { fill: var(--mated); }
svg .hill.non-mated, svg text.population.non-mated { fill: var(--non-mated); }
svg .crest.mated, svg .stairs.mated { stroke: var(--mated); }
svg .crest.non-mated, svg .stairs.non-mated { stroke: var(--non-mated); }
svg .scale { fill: var(--line); }
svg .accept { fill: var(--accent); }
svg .threshold { stroke: var(--ink); stroke-width: 2; }
svg .untuned { stroke: var(--quiet); stroke-width: 1.5; }
svg .margin { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 4 3; }
@media print { @page { size: A4; margin: 16mm; } body { font-size: 10pt; }
  :root { --ground: #fff; --ink: #1b2530; --quiet: #586574; --line: #d5dce3; --soft: #f4f6f8;
    --accent: #0b6b73; --mated: #0f7d7d; --non-mated: #7c6a96; --third: #b0552b; --fourth: #47637f; }
  h2 { margin-top: 24px; } .halves { grid-template-columns: 1fr 1fr; } }
`;
