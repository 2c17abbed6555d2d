/**
 * Of the report: light and dark, screen and paper. Colours and lines are those of src/ui/page.css,
 * so that both pictures of a run read alike.
 */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(oklch(0.985 0.004 85), oklch(0.18 0.006 60));
  --ink: light-dark(oklch(0.24 0.012 60), oklch(0.93 0.008 85));
  --quiet: light-dark(oklch(0.45 0.012 60), oklch(0.74 0.01 85));
  --rule: light-dark(oklch(0.9 0.006 85), oklch(0.31 0.008 60));
  --accent: light-dark(oklch(0.55 0.17 38), oklch(0.74 0.15 48));
  --accent-strong: light-dark(oklch(0.47 0.15 38), oklch(0.8 0.13 52));
  --serif:
    "Iowan Old Style", Charter, "Bitstream Charter", "Palatino Linotype", Palatino,
    "Liberation Serif", Georgia, serif;
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
h1 { margin: 0.2rem 0; font: 600 clamp(1.5rem, 1.2rem + 1vw, 2.125rem)/1.2 var(--serif); letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 0; font-size: 1.15rem; }
.mark, .source, figure p, small, dt { color: var(--quiet); }
.mark { margin: 0; color: var(--accent-strong); font-weight: 600; }
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
.median { stroke: var(--accent); stroke-width: 2; }
.mean { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 2 3; }
.median.thin { stroke-width: 1; }
.mean.lead { stroke-width: 2.5; stroke-dasharray: none; }
.theory { stroke: var(--ink); stroke-width: 1.5; }
.theory.of-mean { stroke-dasharray: 7 5; }
.theory.of-median { stroke-dasharray: 2 4; }
.theory.of-limit { stroke-dasharray: 10 3 2 3; }
.median.dot, .mean.dot { fill: var(--accent); }
.theory.dot { fill: var(--ink); }
.group { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
.group.dark { stroke: var(--ink); }
.group.foreseen { stroke-width: 1; stroke-dasharray: none; opacity: 0.75; }
.dash-1 { stroke-dasharray: 7 4; }
.dash-2 { stroke-dasharray: 2 3; }
.dash-3 { stroke-dasharray: 8 3 2 3; }
.dash-4 { stroke-dasharray: 14 4; }
.dash-5 { stroke-dasharray: 1 5; }
svg.swatch { display: inline-block; width: 1.75rem; height: 0.5rem; margin-inline-end: 0.4rem; vertical-align: middle; }
.samples { margin: 2rem 0; }
.samples h2 small { font-weight: 400; }
.sheets { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); gap: 1.25rem; margin-top: 0.75rem; }
.sheet img { display: block; width: 100%; height: auto; }
.sheet figcaption { margin-top: 0.35rem; color: var(--quiet); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
.passages { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: 1.75rem 2.5rem; margin: 0.75rem 0 1rem; }
.texts { margin: 0; padding: 0; list-style: none; break-inside: avoid; }
.texts li { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0.15rem 1rem; align-items: baseline; padding: 0.45rem 0; border-top: 1px solid var(--rule); }
.who { color: var(--quiet); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
.text { margin: 0; font: 1.05rem/1.6 var(--serif); overflow-wrap: anywhere; }
.text small { font: 0.8rem system-ui, sans-serif; white-space: nowrap; }
.prompt { color: var(--quiet); font-style: italic; }
mark { background: none; color: inherit; text-decoration: underline 2px var(--accent); text-underline-offset: 0.2em; text-decoration-skip-ink: none; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; color: var(--quiet); font-size: 0.85rem; }
.ridge { fill: color-mix(in oklab, var(--accent) 24%, var(--paper)); fill-opacity: 0.82; stroke: var(--accent); stroke-width: 1.75; stroke-linejoin: round; }
.first { fill: none; stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 4 3; }
.middle { stroke: var(--accent-strong); stroke-width: 2; }
.loss { stroke: var(--quiet); stroke-opacity: 0.45; }
.loss.first { stroke: var(--ink); stroke-opacity: 1; stroke-width: 1.5; stroke-dasharray: 4 3; }
.loss.last { stroke: var(--accent); stroke-opacity: 1; stroke-width: 2; }
.loss.dot { fill: var(--quiet); }
.loss.last.dot { fill: var(--accent); }
figcaption ul { display: flex; flex-wrap: wrap; gap: 0.15rem 1.2rem; margin: 0.4rem 0; padding: 0; list-style: none; font-size: 0.85rem; }
.key { display: inline-block; width: 1.6em; margin-inline-end: 0.5em; vertical-align: 0.28em; border-top: 2px solid; }
.key.median { border-color: var(--accent); }
.key.mean { border-top-style: dotted; border-color: var(--accent); }
.key.band { height: 0.8em; border: 0; vertical-align: -0.1em; background: var(--accent); }
.key.median.thin { border-top-width: 1px; }
.key.mean.lead { border-top: 3px solid var(--accent); }
.key.theory { border-color: var(--ink); }
.key.theory.of-mean { border-top-style: dashed; }
.key.theory.of-median { border-top-style: dotted; }
.key.theory.of-limit { border-top-style: double; }
.key.ridge { border-color: var(--accent); }
.key.first { border-top: 1.5px dashed var(--ink); }
.key.middle { width: 0; height: 0.75rem; border-top: 0; border-left: 2px solid var(--accent-strong); vertical-align: -0.1em; }
.key.loss { border-color: color-mix(in oklab, var(--quiet) 50%, transparent); }
.key.loss.first { border-color: var(--ink); }
.key.loss.last { border-color: var(--accent); }
details { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
summary { cursor: pointer; font-weight: 600; }
a { color: var(--accent-strong); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 1.2rem 0.25rem 0; text-align: start; white-space: nowrap; border-bottom: 1px solid var(--rule); }
.profile th, .profile td { white-space: normal; vertical-align: top; max-width: 26rem; }
.profile th { font-weight: 600; } .profile th small { font-weight: 400; color: var(--quiet); }
.verdict { white-space: nowrap; font-weight: 600; }
.verdict.collapse { color: var(--accent-strong); }
.verdict.steady, .verdict.not-measured { font-weight: 400; color: var(--quiet); }
pre { overflow-x: auto; font-size: 0.82rem; line-height: 1.45; }
@media (prefers-color-scheme: dark) {
  .sheet img { filter: invert(1); }
}
@media (max-width: 40rem) {
  svg text { font-size: 18px; }
  svg .label { font-size: 17px; }
  .sheets { grid-template-columns: 1fr 1fr; }
  .texts li { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  :root { color-scheme: light; --paper: #fff; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  .charts { grid-template-columns: 1fr 1fr; gap: 1.2rem; }
  .sheets { grid-template-columns: repeat(6, 1fr); gap: 0.6rem; }
  .sheet img { filter: none; }
  .passages { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .texts li { grid-template-columns: 5.2rem minmax(0, 1fr); gap: 0.5rem; padding: 0.2rem 0; }
  .who { font-size: 8pt; white-space: nowrap; }
  .text { font-size: 9.5pt; line-height: 1.45; }
}
`;
