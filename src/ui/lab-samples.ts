import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { chartStyles } from "./chart-styles.ts";
import { followCursor, moveCursor } from "./cursor-sync.ts";
import { savers } from "./figure-buttons.ts";
import { ownFrame } from "./paint-queue.ts";
import type { RunView } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import "./lab-images.ts";
import "./lab-texts.ts";

/** What the models make, generation by generation: the newest one, or the one that was chosen. */
@customElement("lab-samples")
export class LabSamples extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
    css`
      :host {
        display: block;
      }

      figure {
        gap: 0.875rem;
        block-size: auto;
        padding: 0.875rem clamp(0.875rem, 1.5vw, 1.5rem) 1.125rem;
      }

      .turn {
        display: flex;
        flex: 1 1 18rem;
        align-items: center;
        justify-content: end;
        gap: 0.25rem 0.5rem;
        min-inline-size: min(100%, 18rem);
      }

      .turn > label {
        display: flex;
        flex: 1;
        align-items: center;
        gap: 0.75rem;
        max-inline-size: 34rem;
        white-space: nowrap;
      }

      input[type="range"] {
        flex: 1;
        inline-size: auto;
        min-inline-size: 4rem;
        min-block-size: var(--control);
        margin: 0;
        padding: 0;
        border: 0;
        background: none;
      }

      .turn button {
        inline-size: var(--control);
        padding: 0;
        font-size: 1.125rem;
      }
    `,
  ];

  @property({ attribute: false }) run!: RunView;
  /** Changes when the colours of the page do. */
  @property() theme = "light";

  /** Null to go along with the newest. */
  @state() private chosen: number | null = null;
  /** Under the cursor of a chart. */
  @state() private pointed: number | null = null;
  #unfollow: () => void = () => {};

  override connectedCallback() {
    super.connectedCallback();
    this.#unfollow = followCursor((generation) => (this.pointed = generation));
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#unfollow();
  }

  protected override async scheduleUpdate() {
    await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const { description, exhibits } = this.run;
    const { real, lineages } = description;
    const last = exhibits.length - 1;
    const shown = this.#shown;
    const lineage = lineages === 1 ? "" : `lineage 1 of ${lineages.toLocaleString("en")}`;
    return html`
      <figure>
        <figcaption>
          <h3>${real.kind === "image" ? "What the models draw" : "What the models write"}</h3>
          <span class="soft small">${lineage}</span>
          ${
            real.kind === "image" && last >= 0
              ? html`<div class="save">${savers("the images", { isPixels: true })}</div>`
              : nothing
          }
          ${last < 0 ? nothing : this.#turner(shown, last)}
        </figcaption>
        ${last < 0 ? html`<p class="soft small">waiting for the first generation</p>` : nothing}
        ${
          real.kind === "image"
            ? html`<lab-images
                .real=${real}
                .exhibits=${exhibits}
                .generation=${shown}
                .theme=${this.theme}
                @generation-chosen=${({ detail }: CustomEvent<number>) => this.#turn(detail)}
              ></lab-images>`
            : real.kind === "tokens" && last >= 0
              ? html`<lab-texts
                  .description=${description}
                  .real=${real}
                  .exhibits=${exhibits}
                  .generation=${shown}
                  @generation-chosen=${({ detail }: CustomEvent<number>) => this.#turn(detail)}
                ></lab-texts>`
              : nothing
        }
      </figure>
    `;
  }

  #turner(shown: number, last: number) {
    const step = (label: string, sign: string, to: number) =>
      html`<button
        class="quiet"
        aria-label=${label}
        ?disabled=${to < 0 || to > last}
        @click=${() => this.#turn(to)}
      >
        ${sign}
      </button>`;
    return html`<div class="turn">
      <label class="small soft">
        <span class="number">generation ${shown}</span>
        <input
          type="range"
          min="0"
          max=${last}
          .value=${String(shown)}
          aria-label="Generation to look at"
          aria-valuetext="generation ${shown}"
          @input=${({ target }: Event) => this.#turn((target as HTMLInputElement).valueAsNumber)}
        />
      </label>
      ${step("Earlier generation", "‹", shown - 1)} ${step("Later generation", "›", shown + 1)}
    </div>`;
  }

  get #shown(): number {
    const last = Math.max(0, this.run.exhibits.length - 1);
    return Math.min(last, this.pointed ?? this.chosen ?? last);
  }

  /** Whoever goes to the newest goes on with whatever is newest. */
  #turn(generation: number): void {
    this.chosen = generation >= this.run.exhibits.length - 1 ? null : generation;
    moveCursor(this.chosen);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-samples": LabSamples;
  }
}
