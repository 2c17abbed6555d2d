import { css } from "lit";

/** A sheet of numbers under a verdict that nobody overlooks. */
export const selfCheckStyles = css`
  :host {
    display: grid;
    gap: 1.25rem;
    max-inline-size: 80rem;
  }

  h2 {
    font: 600 clamp(1.5rem, 1.2rem + 1vw, 2.125rem)/1.2 var(--serif);
    letter-spacing: -0.01em;
    text-transform: none;
    color: var(--ink);
    outline: none;
  }

  .lead {
    max-inline-size: 44rem;
    font: 400 1.125rem/1.5 var(--serif);
    text-wrap: pretty;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.625rem;
  }

  .only {
    flex: 1 1 16rem;
    max-inline-size: 32rem;
  }

  .progress {
    display: grid;
    gap: 0.25rem;
  }

  progress {
    inline-size: 100%;
    block-size: 0.5rem;
  }

  .verdict {
    display: grid;
    gap: 0.75rem;
    padding: 1.125rem 1.25rem 1.25rem;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--ink-soft);
    border-radius: var(--radius);
    background: var(--raised);
  }

  .verdict.fail {
    border-inline-start-color: var(--error);
  }

  .verdict.pass {
    border-inline-start-color: var(--accent);
  }

  .verdict h3 {
    font: 600 1.375rem/1.25 var(--serif);
  }

  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.125rem 1rem;
  }

  dt {
    color: var(--ink-soft);
  }

  dd {
    overflow-wrap: anywhere;
  }

  code {
    font: 0.8125rem/1.4 var(--mono);
  }

  textarea {
    min-block-size: 10rem;
    font: 0.8125rem/1.4 var(--mono);
  }

  h3 small {
    font-weight: 400;
  }

  .sheet {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
  }

  .scroll {
    max-block-size: 34rem;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.3125rem 0.75rem;
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
    vertical-align: top;
  }

  thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--raised);
    color: var(--ink-soft);
    border-block-end: 1px solid var(--line-strong);
  }

  th:first-child {
    text-align: start;
    white-space: normal;
    min-inline-size: 9rem;
    overflow-wrap: anywhere;
  }

  tbody tr + tr > * {
    border-block-start: 1px solid var(--line);
  }

  tr.fail > * {
    background: var(--error-soft);
  }

  .mark {
    font-weight: 600;
  }

  tr.fail .mark {
    color: var(--error);
  }
`;
