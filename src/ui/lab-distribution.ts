import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RealFacts } from "../distribution.ts";
import { chartStyles } from "./chart-styles.ts";
import type { RunView } from "./run-view.ts";
import { savers } from "./figure-buttons.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";
import "./lab-density.ts";

/** What the models have become: the real and the current distribution over each other. */
@customElement("lab-distribution")
export class LabDistribution extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
    css`
      /* The figures are cells of the grid that the charts are in. */
      :host {
        display: contents;
      }

      @media (min-width: 80rem) {
        .wide {
          grid-column: span 2;
        }
      }

      figure {
        gap: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) run!: RunView;

  protected override async scheduleUpdate() {
    if (!this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override willUpdate() {
    // The greeting has none of them.
    if (this.run.description.real.kind === "category") void import("./category-viewers.ts");
    if (isPlane(this.run.description.real)) void import("./lab-plane.ts");
  }

  protected override render() {
    const { description, picture, trail, deaths } = this.run;
    const { real } = description;
    const names = real.kind === "category" ? real.names : null;
    const of = picture === null ? "" : ` of generation ${picture.generation}`;
    return html`
      <figure class=${names === null ? "wide" : ""}>
        <figcaption>
          <h3>Real and model${of}</h3>
          <span class="soft small">${this.#caption()}</span>
          <div class="toggles">${savers("real and model")}</div>
        </figcaption>
        ${
          isPlane(real)
            ? html`<lab-plane .real=${real} .current=${picture} .trail=${trail}></lab-plane>`
            : real.kind === "vector"
              ? html`<lab-density .real=${real} .current=${picture} .trail=${trail}></lab-density>`
              : html`<lab-ranks .real=${real} .current=${picture}></lab-ranks>`
        }
        <div class="legend small soft" aria-hidden="true">
          <span><i class=${real.kind === "vector" ? "real" : "theory solid"}></i>real</span>
          <span><i class=${real.kind === "vector" ? "" : "bars"}></i>model</span>
          ${
            isPlane(real)
              ? html`<span>rings: one and two deviations · thin rings: earlier generations</span>`
              : real.kind === "vector"
                ? html`<span>thin lines: earlier generations · each at its own height</span>`
                : html`<span>× extinct</span>`
          }
        </div>
      </figure>
      ${
        names === null
          ? nothing
          : html`<figure>
              <figcaption>
                <h3>Words that died, by generation</h3>
                <span class="soft small">${this.#caption()}</span>
              </figcaption>
              <lab-deaths .deaths=${deaths} .names=${names}></lab-deaths>
            </figure>`
      }
    `;
  }

  #caption(): string {
    const { lineages, real } = this.run.description;
    const lineage = lineages === 1 ? "" : `lineage 1 of ${lineages.toLocaleString("en")}`;
    const isWide = real.kind === "vector" && real.marginals.length > 1 && !isPlane(real);
    return [lineage, isWide ? "first dimension" : ""].filter(Boolean).join(", ");
  }
}

function isPlane(real: RealFacts): boolean {
  return real.kind === "vector" && real.marginals.length === 2;
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-distribution": LabDistribution;
  }
}
