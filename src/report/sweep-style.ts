/** Of the report of a sweep, beside `reportStyle`. */
export const sweepStyle = `
[hidden] { display: none !important; }
#controls { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; align-items: center; position: sticky; top: 0; margin: 1.5rem 0 0; padding: 0.75rem 0; background: var(--paper); border-bottom: 1px solid var(--rule); z-index: 1; }
#controls label { display: flex; gap: 0.6rem; align-items: center; }
#controls select, #controls input { font: inherit; color: inherit; accent-color: var(--accent); max-width: 100%; }
#controls input { width: min(24rem, 60vw); }
#controls output { min-width: 4ch; font-variant-numeric: tabular-nums; }
.multiples { margin: 2rem 0; }
.panel { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.5rem 2.5rem; margin: 0 0 2rem; }
.panel > h2 { grid-column: 1 / -1; }
.panel h3 { margin: 0 0 0.35rem; font-size: 1rem; }
svg .cell { stroke: var(--paper); stroke-width: 0.5; }
svg .cell[fill="none"], svg .void { fill: none; stroke: var(--rule); stroke-width: 1; stroke-dasharray: 2 2; }
svg polyline.iso { stroke: #fff; stroke-width: 1.5; }
svg polyline.iso.halo { stroke: #000; stroke-width: 3; stroke-opacity: 0.55; }
svg text.iso { fill: #fff; stroke: #000; stroke-width: 3px; stroke-opacity: 0.75; paint-order: stroke; font-weight: 600; }
svg .measured { fill: var(--accent); }
svg .spread { stroke: var(--accent); stroke-width: 2; }
.panel > .profiles { grid-column: 1 / -1; }
.keys > div { max-width: 36rem; }
.keys { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0.5rem 2.5rem; }
.keys p { margin: 0; font-size: 0.85rem; color: var(--quiet); }
.wrong li { margin: 0.25rem 0; }
`;
