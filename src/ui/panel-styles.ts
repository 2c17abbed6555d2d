import { css } from "lit";

/** A setting that is more than one number or choice: controls in pairs, in a frame. */
export const panelStyles = css`
  .panel {
    display: grid;
    gap: 0.375rem;
    padding: 0.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--sunken);
  }

  .pairs {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.375rem 0.5rem;
  }

  label {
    display: grid;
    gap: 0.125rem;
    color: var(--ink-soft);
  }

  label > * {
    font-size: 1rem;
    color: var(--ink);
  }
`;
