import { css } from "lit";

export const formStyles = css`
  form {
    display: grid;
    gap: 1.25rem;
  }

  fieldset {
    display: grid;
    gap: 0.625rem;
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--line);
  }

  /* As many settings as a language model has are better read in two columns, where they fit. */
  @media (min-width: 130rem) {
    form {
      display: block;
      columns: 2;
      column-gap: 2rem;
    }

    form > * {
      margin-block-end: 1.25rem;
    }

    li,
    .metrics label {
      break-inside: avoid;
    }
  }

  legend {
    float: left;
    inline-size: 100%;
    padding: 0;
    font: 600 0.8125rem/1.4 var(--sans);
    letter-spacing: 0.06em;
    text-transform: uppercase;
    color: var(--ink-soft);
  }

  legend + * {
    clear: both;
  }

  ol {
    display: grid;
    gap: 0.625rem;
    list-style: none;
  }

  li {
    display: grid;
    gap: 0.5rem;
    padding: 0.5rem 0.75rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--sunken);
  }

  .sizes > button {
    justify-self: start;
  }

  .head,
  .add {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
  }

  .metrics {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    gap: 0 0.75rem;
  }

  .metrics label {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: var(--control);
    font-size: 0.875rem;
  }

  .metrics input {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    flex: none;
  }

  .metrics .wide,
  .metrics lab-plugin-fields {
    grid-column: 1 / -1;
  }

  .metrics lab-plugin-fields {
    margin: 0 0 0.75rem 0.5rem;
    padding-inline-start: 1rem;
    border-inline-start: 1px solid var(--line);
  }
`;
