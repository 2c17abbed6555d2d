import { css } from "lit";

/** The frame around a picture: title, toggles, readout, legend. */
export const chartStyles = css`
  figure {
    display: grid;
    align-content: start;
    gap: 0.25rem;
    block-size: 100%;
    padding: 0.75rem 0.875rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    break-inside: avoid;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 0.5rem;
  }

  .toggles {
    display: flex;
    gap: 0.125rem;
    margin-inline-start: auto;
  }

  .toggles button {
    min-block-size: 1.75rem;
    padding: 0 0.5rem;
  }

  @media (max-width: 40rem), (pointer: coarse) {
    .toggles button {
      min-block-size: 2.75rem;
    }
  }

  .readout {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: 0 0.875rem;
    min-block-size: 2.9em;
  }

  .readout > span {
    white-space: nowrap;
  }

  :host(lab-trace-chart) {
    min-block-size: 20rem;
  }

  #plot {
    block-size: 14.5rem;
    min-inline-size: 0;
    overflow: hidden;
    border-radius: 0.25rem;
    touch-action: pan-y;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
  }

  .legend i {
    display: inline-block;
    inline-size: 1.25rem;
    margin-inline-end: 0.375rem;
    vertical-align: middle;
    border-block-start: 2px solid var(--accent);
  }

  .legend .band {
    block-size: 0.625rem;
    border: 0;
    background: color-mix(in oklab, var(--accent) 20%, transparent);
  }

  .legend .mean {
    border-block-start: 2px dotted var(--accent);
  }

  .legend .thin {
    border-block-start-width: 1px;
  }

  .legend .mean.lead {
    border-block-start: 3px solid var(--accent);
  }

  .legend .bars {
    block-size: 0.625rem;
    border: 0;
    background: color-mix(in oklab, var(--accent) 75%, transparent);
  }

  .letters summary {
    cursor: pointer;
    inline-size: fit-content;
    min-block-size: 1.5rem;
  }

  .legend .compared {
    border-block-start: 1.5px solid var(--ink-soft);
  }

  .legend .theory {
    border-block-start: 2px dashed var(--ink);
  }

  .legend .theory.median {
    border-block-start-style: dotted;
  }

  .legend .theory.limit {
    border-block-start: 3px double var(--ink);
  }

  .legend .solid {
    border-block-start-style: solid;
  }

  .legend .real {
    border-block-start: 2px solid var(--line-strong);
  }

  .u-cursor-x {
    border-color: var(--ink-soft) !important;
  }

  .probe {
    display: none;
  }

  @media print {
    .toggles {
      display: none;
    }
  }
`;
