import { css } from "lit";

/** What the viewers of texts and images have in common. */
export const sampleStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.875rem;
  }

  h4 {
    font: 600 0.8125rem/1.4 var(--sans);
  }

  h4.model {
    color: var(--accent-strong);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
  }

  .row > label {
    display: flex;
    min-inline-size: 0;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.8125rem;
    color: var(--ink-soft);
  }

  .row select {
    flex: 1;
    inline-size: auto;
    min-inline-size: 0;
    max-inline-size: 22rem;
    text-overflow: ellipsis;
  }

  .choice {
    display: flex;
  }

  .choice button {
    white-space: normal;
    border-radius: 0;
    margin-inline-start: -1px;
  }

  .choice button:first-child {
    border-start-start-radius: var(--radius);
    border-end-start-radius: var(--radius);
  }

  .choice button:last-child {
    border-start-end-radius: var(--radius);
    border-end-end-radius: var(--radius);
  }
`;
