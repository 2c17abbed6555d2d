import { css } from "lit";

/** Texts, and what is marked in them. */
export const textStyles = css`
  .check {
    min-block-size: var(--control);
  }

  .check input {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    flex: none;
  }

  ol {
    list-style: none;
  }

  .text {
    font: 400 1.0625rem/1.65 var(--serif);
    overflow-wrap: anywhere;
    max-inline-size: 80ch;
  }

  .prompt {
    color: var(--ink-soft);
    font-style: italic;
  }

  .through {
    display: grid;
  }

  .through li {
    display: grid;
    grid-template-columns: 8rem minmax(0, 1fr);
    gap: 0.25rem 1rem;
    align-items: baseline;
    padding: 0.5rem 0.5rem 0.5rem 0;
    border-block-start: 1px solid var(--line);
  }

  .through li[data-shown] {
    box-shadow: inset 3px 0 0 var(--accent);
  }

  .who {
    padding: 0 0.5rem 0 0.75rem;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    text-align: start;
    color: var(--ink-soft);
  }

  .sheet {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr));
    gap: 1rem 1.5rem;
  }

  .sheet li {
    display: grid;
    align-content: start;
    gap: 0.25rem;
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--line);
  }

  mark {
    background: none;
    color: inherit;
    text-decoration: underline 2px var(--accent);
    text-underline-offset: 0.2em;
    text-decoration-skip-ink: none;
  }

  .p0,
  .p1 {
    background: color-mix(in oklab, var(--accent) 4%, transparent);
  }

  .p2 {
    background: color-mix(in oklab, var(--accent) 11%, transparent);
  }

  .p3 {
    background: color-mix(in oklab, var(--accent) 19%, transparent);
  }

  .p4 {
    background: color-mix(in oklab, var(--accent) 28%, transparent);
  }

  .p5 {
    background: color-mix(in oklab, var(--accent) 38%, transparent);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25rem;
  }

  .swatch {
    display: inline-block;
    inline-size: 1.125rem;
    block-size: 0.75rem;
    vertical-align: middle;
  }

  @media (min-width: 110rem) {
    .text {
      font-size: 1.125rem;
      max-inline-size: 108ch;
    }
  }

  @media (max-width: 40rem) {
    .through li {
      grid-template-columns: minmax(0, 1fr);
      padding-inline-start: 0.75rem;
    }

    .who,
    button.who {
      justify-self: start;
      padding: 0;
    }
  }
`;
