import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MetricEntry } from "../hosts/browser/protocol.ts";
import { formatNumber } from "./format.ts";
import type { Series } from "./series.ts";
import { sharedStyles } from "./shared-styles.ts";

/** A table that is longer than this helps nobody; the records themselves can be downloaded. */
const MAX_ROWS = 200;

/** The numbers behind a chart. */
@customElement("lab-data-table")
export class LabDataTable extends LitElement {
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

  @property({ attribute: false }) metric!: MetricEntry;
  @property({ attribute: false }) series!: Series;
  @property({ type: Number }) done = 0;

  protected override render() {
    const stride = Math.max(1, Math.ceil(this.done / MAX_ROWS));
    const rows = Array.from({ length: Math.ceil(this.done / stride) }, (_, i) => i * stride);
    const { theory, title } = this.metric;
    return html`
      ${
        stride > 1
          ? html`<p class="soft small">Every ${stride}th generation; the records hold all.</p>`
          : nothing
      }
      <div class="scroll" tabindex="0" role="region" aria-label="Data of ${title}">
        <table class="small">
          <thead>
            <tr>
              <th scope="col">generation</th>
              <th scope="col">5 %</th>
              <th scope="col">median</th>
              <th scope="col">95 %</th>
              <th scope="col">mean</th>
              ${theory.map(
                ({ statistic, title: formula }) =>
                  html`<th scope="col" title=${formula}>theory of the ${statistic}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (g) =>
                html`<tr>
                  <th scope="row">${g}</th>
                  <td>${formatNumber(this.series.at("q05", g))}</td>
                  <td>${formatNumber(this.series.at("median", g))}</td>
                  <td>${formatNumber(this.series.at("q95", g))}</td>
                  <td>${formatNumber(this.series.at("mean", g))}</td>
                  ${theory.map(({ values }) => html`<td>${formatNumber(values[g] ?? null)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-data-table": LabDataTable;
  }
}
