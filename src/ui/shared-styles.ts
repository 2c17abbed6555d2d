import { css } from "lit";

/** What every element of the page has in common: controls, focus, words that only readers hear. */
export const sharedStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
  }

  fieldset {
    border: 0;
    min-inline-size: 0;
  }

  h2 {
    font: 600 0.8125rem/1.4 var(--sans);
    letter-spacing: 0.06em;
    text-transform: uppercase;
    color: var(--ink-soft);
  }

  h3 {
    font: 600 1rem/1.35 var(--sans);
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }

  button {
    min-block-size: var(--control);
    padding: 0 0.875rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--raised);
    cursor: pointer;
    white-space: nowrap;
  }

  button:hover:not(:disabled) {
    background: var(--sunken);
    border-color: var(--ink-soft);
  }

  button.primary {
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
    font-weight: 600;
  }

  button.primary:hover:not(:disabled) {
    background: var(--accent-strong);
  }

  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--ink-soft);
    padding: 0 0.5rem;
  }

  button.quiet:hover:not(:disabled) {
    background: var(--sunken);
    color: var(--ink);
  }

  button[aria-pressed="true"] {
    background: var(--accent-soft);
    border-color: var(--accent);
    color: var(--ink);
  }

  button:disabled {
    cursor: default;
    color: color-mix(in oklab, var(--ink-soft) 55%, transparent);
    border-color: var(--line);
    background: transparent;
  }

  button.quiet:disabled {
    border-color: transparent;
  }

  input:not([type="checkbox"], [type="radio"]),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: var(--control);
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--raised);
  }

  input:user-invalid,
  input[aria-invalid="true"],
  select[aria-invalid="true"],
  textarea[aria-invalid="true"] {
    border-color: var(--error);
    background: var(--error-soft);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  a {
    color: var(--accent-strong);
  }

  .soft {
    color: var(--ink-soft);
  }

  .small {
    font-size: 0.8125rem;
    line-height: 1.45;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  .error {
    color: var(--error);
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;
