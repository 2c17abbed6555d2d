import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { sharedStyles } from "./shared-styles.ts";

export interface Column {
  readonly title: string;
  /** What it is, at length. */
  readonly about?: string;
}

/** Numbers in rows, the first of which says what the row is about. */
@customElement("lab-table")
export class LabTable extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .scroll {
        max-block-size: 16rem;
        overflow: auto;
        border-block-start: 1px solid var(--line);
      }

      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: 0.125rem 0.5rem;
        text-align: end;
        font-weight: 400;
        white-space: nowrap;
      }

      thead th {
        position: sticky;
        inset-block-start: 0;
        background: var(--raised);
        color: var(--ink-soft);
      }

      tbody tr:nth-child(even) {
        background: var(--sunken);
      }
    `,
  ];

  /** What the table is called, e.g. "Data of Perplexity". */
  @property() label = "";
  @property({ attribute: false }) columns: readonly Column[] = [];
  @property({ attribute: false }) rows: readonly (readonly string[])[] = [];

  protected override render() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
      <table class="small">
        <thead>
          <tr>
            ${this.columns.map(
              ({ title, about = "" }) => html`<th scope="col" title=${about}>${title}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${this.rows.map(
            ([head, ...cells]) =>
              html`<tr>
                <th scope="row">${head}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-table": LabTable;
  }
}
