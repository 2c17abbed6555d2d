import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MetricEntry } from "../hosts/browser/protocol.ts";
import { formatNumber } from "./format.ts";
import type { Series } from "./series.ts";
import { sharedStyles } from "./shared-styles.ts";
import "./lab-table.ts";

/** A table that is longer than this helps nobody; the records themselves can be downloaded. */
const MAX_ROWS = 200;

/** The numbers behind a chart. */
@customElement("lab-data-table")
export class LabDataTable extends LitElement {
  static override styles = [sharedStyles];

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
      <lab-table
        .label=${`Data of ${title}`}
        .columns=${[
          ...["generation", "5 %", "median", "95 %", "mean"].map((name) => ({ title: name })),
          ...theory.map((curve) => ({
            title: `theory of the ${curve.statistic}`,
            about: curve.title,
          })),
        ]}
        .rows=${rows.map((g) => [
          String(g),
          ...(["q05", "median", "q95", "mean"] as const).map((statistic) =>
            formatNumber(this.series.at(statistic, g)),
          ),
          ...theory.map(({ values }) => formatNumber(values[g] ?? null)),
        ])}
      ></lab-table>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-data-table": LabDataTable;
  }
}
