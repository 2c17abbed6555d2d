import { css } from "lit";

/** What reports draw, in the colours of the page. */
export const figureStyles = css`
  svg {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }

  svg text {
    fill: var(--ink-soft);
    font: 13px var(--sans);
    font-variant-numeric: tabular-nums;
  }

  svg .label {
    fill: var(--ink);
    font-size: 14px;
  }

  /* What is drawn for a report is shrunk by a half on a telephone. */
  @media (max-width: 40rem) {
    svg text {
      font-size: 15px;
    }

    svg .label {
      font-size: 16px;
    }
  }

  .grid {
    stroke: var(--line);
  }

  .axis {
    stroke: var(--ink-soft);
  }

  polyline {
    fill: none;
    stroke-linejoin: round;
  }

  .theory {
    stroke: var(--ink);
    stroke-width: 1.5;
    stroke-dasharray: 7 5;
  }

  .table {
    max-block-size: 24rem;
    overflow: auto;
  }

  table {
    border-collapse: collapse;
  }

  th,
  td {
    padding: 0.25rem 1.25rem 0.25rem 0;
    border-block-end: 1px solid var(--line);
    text-align: start;
    font-weight: 400;
  }

  thead th {
    color: var(--ink-soft);
  }
`;

export const diagramStyles = [
  figureStyles,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1rem;
    }

    .controls {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
      gap: 0.5rem 1.5rem;
      max-inline-size: 60rem;
    }

    .controls label {
      display: grid;
      gap: 0.125rem;
    }

    .save {
      align-self: end;
      justify-self: start;
      margin-inline-start: -0.5rem;
    }

    .controls b {
      color: var(--ink);
    }

    .multiples {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1.5rem;
      border-radius: var(--radius);
    }

    .panel {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
      gap: 1rem 2rem;
    }

    .panel > h4,
    .panel > .line {
      grid-column: 1 / -1;
    }

    h4 {
      font: 600 1rem/1.35 var(--sans);
    }

    figure {
      min-inline-size: 0;
      max-inline-size: 46rem;
    }

    .cell {
      stroke: var(--paper);
      stroke-width: 0.5;
      cursor: pointer;
    }

    .cell[fill="none"],
    .void {
      stroke: var(--line-strong);
      stroke-dasharray: 2 2;
      pointer-events: all;
    }

    .void {
      fill: none;
      stroke: var(--line);
    }

    .cell.here {
      stroke: #fff;
      stroke-width: 3;
      stroke-dasharray: none;
      filter: drop-shadow(0 0 1px #000) drop-shadow(0 0 1px #000);
    }

    .failed {
      stroke: var(--error);
      stroke-width: 2;
      pointer-events: none;
    }

    polyline.iso {
      stroke: #fff;
      stroke-width: 1.5;
      pointer-events: none;
    }

    polyline.iso.halo {
      stroke: #000;
      stroke-width: 3;
      stroke-opacity: 0.55;
    }

    svg text.iso {
      fill: #fff;
      stroke: #000;
      stroke-width: 3px;
      stroke-opacity: 0.75;
      paint-order: stroke;
      font-weight: 600;
      pointer-events: none;
    }

    .measured {
      fill: var(--accent);
    }

    .spread {
      stroke: var(--accent);
      stroke-width: 2;
    }

    .measured.here {
      stroke: var(--ink);
      stroke-width: 2;
    }

    .readout {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 1rem;
      min-block-size: var(--control);
    }

    .keys {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
      gap: 0.5rem 2rem;
    }

    .keys > div {
      max-inline-size: 36rem;
    }
  `,
];
