import { css } from "lit";

export const sweepStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: clamp(1.5rem, 2.5vw, 3rem);
    align-items: start;
  }

  @media (min-width: 60rem) {
    :host {
      grid-template-columns: 20rem minmax(0, 1fr);
    }

    .stored {
      grid-column: 1 / -1;
    }
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  h2:focus-visible {
    outline-offset: 4px;
  }

  .title {
    font: 600 clamp(1.25rem, 1rem + 1vw, 1.75rem) / 1.25 var(--serif);
    letter-spacing: -0.01em;
    text-transform: none;
    color: var(--ink);
    overflow-wrap: anywhere;
  }

  label.preset {
    display: grid;
    gap: 0.125rem;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  .row.out {
    margin-inline-start: -0.5rem;
  }

  progress {
    inline-size: 100%;
    block-size: 0.5rem;
    accent-color: var(--accent);
  }

  .left-out,
  .failures {
    padding-inline-start: 1.25rem;
    overflow-wrap: anywhere;
  }

  .stored ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
    gap: 0 1.5rem;
    list-style: none;
  }

  .stored li {
    display: grid;
    gap: 0.125rem;
    padding-block: 0.625rem;
    border-block-start: 1px solid var(--line);
  }

  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .effects {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    gap: 1.5rem 2.5rem;
  }

  .effects table {
    font-size: 0.8125rem;
  }

  .effects figure {
    min-inline-size: 0;
    max-inline-size: 46rem;
  }

  .effect {
    fill: none;
    stroke-width: 2;
  }

  .whisker {
    stroke-opacity: 0.45;
  }

  .zero {
    stroke: var(--ink);
    stroke-dasharray: 2 2;
  }

  svg.effect-key {
    display: inline-block;
    inline-size: 28px;
    block-size: 8px;
    margin-inline-end: 0.5rem;
  }
`;
