/** Of the report: light and dark, screen and paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fcfcfa, #14171a);
  --ink: light-dark(#1d2226, #e6e8ea);
  --quiet: light-dark(#5c656d, #9aa4ad);
  --rule: light-dark(#dfe2e4, #2d3338);
  --accent: light-dark(#0b6e69, #4fc7bd);
  --theory: light-dark(#a8470f, #f0a06a);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 86rem;
  padding: 2.5rem clamp(1rem, 4vw, 3.5rem) 4rem;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0.2rem 0; font-size: clamp(1.6rem, 3vw, 2.3rem); line-height: 1.15; text-wrap: balance; }
h2 { margin: 0; font-size: 1.15rem; }
.mark, .source, figure p, small, dt { color: var(--quiet); }
.mark { margin: 0; color: var(--accent); font-weight: 600; }
.source { margin: 0; }
dl { display: flex; flex-wrap: wrap; gap: 0.9rem 2.2rem; margin: 1.5rem 0 0; padding: 1rem 0; border-block: 1px solid var(--rule); }
dt { font-size: 0.8rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 2.5rem; margin: 2rem 0; }
figure { margin: 0; min-width: 0; max-width: 48rem; break-inside: avoid; }
figure p { margin: 0 0 0.5rem; font-size: 0.92rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
svg .label { fill: var(--ink); font-size: 13px; }
.grid { stroke: var(--rule); }
.axis { stroke: var(--quiet); }
polyline { fill: none; stroke-linejoin: round; }
.band { fill: var(--accent); opacity: 0.2; }
.median { stroke: var(--accent); stroke-width: 2.2; }
.mean { stroke: var(--ink); stroke-width: 1.2; }
.theory { stroke: var(--theory); stroke-width: 1.8; stroke-dasharray: 7 5; }
.dot { fill: currentColor; }
figcaption ul { display: flex; flex-wrap: wrap; gap: 0.15rem 1.2rem; margin: 0.4rem 0; padding: 0; list-style: none; font-size: 0.85rem; }
.key { display: inline-block; width: 1.6em; margin-inline-end: 0.5em; vertical-align: 0.28em; border-top: 2px solid; }
.key.median { border-color: var(--accent); }
.key.mean { border-color: var(--ink); border-top-width: 1px; }
.key.band { height: 0.8em; border: 0; vertical-align: -0.1em; background: var(--accent); }
.key.theory { border-top-style: dashed; border-color: var(--theory); }
details { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
summary { cursor: pointer; font-weight: 600; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 1.2rem 0.25rem 0; text-align: start; white-space: nowrap; border-bottom: 1px solid var(--rule); }
pre { overflow-x: auto; font-size: 0.82rem; line-height: 1.45; }
@media print {
  :root { color-scheme: light; --paper: #fff; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .charts { grid-template-columns: 1fr 1fr; gap: 1.2rem; }
}
`;
