import { css } from "lit";

/** Of the control of one setting. */
export const settingStyles = css`
  :host {
    break-inside: avoid;
  }

  .field {
    display: grid;
    gap: 0.125rem;
  }

  .label,
  .check {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 0.5rem;
    font-size: 0.875rem;
  }

  .unit {
    color: var(--ink-soft);
    text-align: end;
  }

  .check {
    justify-content: start;
    align-items: center;
    min-block-size: var(--control);
  }

  .check input {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    margin: 0;
    flex: none;
  }

  .varied {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.25rem;
  }
`;
