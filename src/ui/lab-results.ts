import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RunView } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import "./lab-distribution.ts";
import "./lab-trace-chart.ts";

/** Everything that a run has to show: samples, metrics, distributions. */
@customElement("lab-results")
export class LabResults extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
      }

      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 29rem), 1fr));
        gap: 1rem;
      }

      @media (min-width: 110rem) {
        .charts {
          grid-template-columns: repeat(auto-fill, minmax(31rem, 1fr));
        }
      }
    `,
  ];

  @property({ attribute: false }) run!: RunView;
  /** Changes when the colours of the page do. */
  @property() theme: "light" | "dark" = "light";

  protected override willUpdate() {
    // Nobody waits for what only some runs need; an element that is not there yet shows nothing.
    if (this.#hasSamples || this.#learns || this.run.description.metrics.some(({ bins }) => bins)) {
      void import("./sample-viewers.ts");
    }
    if (this.run.findings !== null) void import("./lab-findings.ts");
  }

  protected override render() {
    const { run, theme } = this;
    const { metrics, generations, real, groups } = run.description;
    return html`
      ${this.#hasSamples ? html`<lab-samples .run=${run} .theme=${theme}></lab-samples>` : nothing}
      <div class="charts">
        ${
          this.#learns
            ? html`<lab-learning .traces=${run.traces} .report=${run.report}></lab-learning>`
            : nothing
        }
        ${metrics.map((metric) =>
          metric.bins === null
            ? html`<lab-trace-chart
                .metric=${metric}
                .series=${run.series.get(metric.name)!}
                .done=${run.done}
                .generations=${generations}
                .compared=${run.compared}
                .theme=${theme}
              ></lab-trace-chart>`
            : html`<lab-ridges
                .metric=${metric}
                .counts=${run.histograms.get(metric.name) ?? []}
                .names=${metric.unit === "class" && real.kind === "image" ? real.classes : null}
              ></lab-ridges>`,
        )}
        ${
          real.kind === "vector" || real.kind === "category"
            ? html`<lab-distribution .run=${run}></lab-distribution>`
            : nothing
        }
      </div>
      ${
        run.findings === null
          ? nothing
          : html`<lab-findings
              .findings=${run.findings}
              .metrics=${metrics}
              .known=${groups}
            ></lab-findings>`
      }
    `;
  }

  get #hasSamples(): boolean {
    const { kind } = this.run.description.real;
    return kind === "image" || kind === "tokens";
  }

  /** Whether any generation says how its learning goes. */
  get #learns(): boolean {
    const { report, traces } = this.run;
    return [report?.traces ?? {}, ...traces.slice(0, 1)].some((one) => Object.keys(one).length > 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-results": LabResults;
  }
}
