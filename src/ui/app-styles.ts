import { css } from "lit";

/** The layout of the page, from a telephone to a wall. */
export const appStyles = css`
  :host {
    --edge: clamp(1rem, 2.5vw, 3rem);
    min-block-size: 100vh;
    max-inline-size: 150rem;
    margin-inline: auto;
  }

  [hidden] {
    display: none !important;
  }

  .presets {
    padding: 0 var(--edge);
  }

  .incoming {
    padding: 0 var(--edge) 0.75rem;
  }

  .outgoing {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
  }

  .outgoing > div {
    margin-inline-end: -0.5rem;
  }

  .outgoing > p,
  .outgoing > input {
    grid-column: 1 / -1;
  }

  .outgoing > input {
    min-inline-size: 0;
    margin-block-start: 0.375rem;
  }

  .page {
    padding: 1rem var(--edge) 2rem;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 20rem;
    gap: clamp(1.5rem, 2.5vw, 3rem);
    padding: 1rem var(--edge) 2rem;
    align-items: start;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.125rem;
    outline: none;
    /* What a change of the form adds here must not push the form out of the hand. */
    overflow-anchor: none;
  }

  .notice {
    padding: 0.5rem 1rem;
    border-radius: var(--radius);
    background: var(--accent-soft);
  }

  aside {
    display: grid;
    gap: 2rem;
    outline: none;
  }

  .runs {
    display: grid;
    gap: 0.75rem;
    margin-block-start: 1.5rem;
  }

  aside > section {
    display: grid;
    gap: 0.75rem;
  }

  footer {
    padding: 1rem var(--edge) 2rem;
    border-block-start: 1px solid var(--line);
  }

  @media (min-width: 130rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr) 42rem;
    }
  }

  @media (max-width: 60rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media print {
    .presets,
    aside,
    .runs,
    footer {
      display: none;
    }

    .columns {
      display: block;
    }
  }
`;
