import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ImageFacts } from "../distribution.ts";
import type { Exhibit } from "../record.ts";
import { type GreyImage, imagesOf, originalsOf, realImages, spread } from "./grey-images.ts";
import { someGenerations } from "../histogram.ts";
import { sharedStyles } from "./shared-styles.ts";
import { sampleStyles } from "./sample-styles.ts";
import "./lab-contact-sheet.ts";

/** Generations in the strip. */
const MOST_IN_STRIP = 24;
const IN_SHEET = 36;
const IN_STRIP = 9;

/**
 * Images of one generation beside real ones, and a strip of all generations below. Fires
 * "generation-chosen" with the number of one that was clicked.
 */
@customElement("lab-images")
export class LabImages extends LitElement {
  static override styles = [
    sharedStyles,
    sampleStyles,
    css`
      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: clamp(0.75rem, 2vw, 1.5rem);
      }

      .pair > div {
        display: grid;
        align-content: start;
        gap: 0.375rem;
      }

      .strip {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 5.5rem;
        gap: 0.5rem;
        padding: 0.25rem;
        margin: -0.25rem;
        overflow-x: auto;
        list-style: none;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
      }

      .strip button {
        display: grid;
        gap: 0.25rem;
        inline-size: 100%;
        padding: 0.25rem;
        border-color: transparent;
        background: transparent;
        text-align: start;
      }

      .strip button[aria-pressed="true"] {
        border-color: var(--accent);
      }

      /* Where there is room, the generations stand beside the sheets, all in sight. */
      @media (min-width: 110rem) {
        :host {
          grid-template-columns: minmax(0, 13fr) minmax(0, 8fr);
          gap: 1.5rem;
          align-items: start;
        }

        .strip {
          grid-auto-flow: row;
          grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr));
          padding-block-start: 1.5rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) real!: ImageFacts;
  /** By generation. */
  @property({ attribute: false }) exhibits: readonly (Exhibit | null)[] = [];
  @property({ type: Number }) generation = 0;
  @property() theme = "light";

  protected override render() {
    const real = this.#learned ?? realImages(this.real).slice(0, IN_SHEET);
    const drawn = this.#images(this.generation).slice(0, IN_SHEET);
    return html`
      <div class="pair">
        <div>
          <h4>Real</h4>
          ${this.#sheet(real, null, `Real images`)}
          <p class="small soft">${this.#source()}</p>
        </div>
        <div>
          <h4 class="model">Generation ${this.generation}</h4>
          ${this.#sheet(drawn, null, `Images of generation ${this.generation}`)}
          <p class="small soft number">${this.#spread(real, drawn)}</p>
        </div>
      </div>
      <ul class="strip" role="list" aria-label="All generations" tabindex="-1">
        ${someGenerations(this.exhibits.length, MOST_IN_STRIP).map(
          (g) =>
            html`<li>
              <button
                aria-pressed=${g === this.generation}
                aria-label="Generation ${g}"
                @click=${() => this.#choose(g)}
              >
                ${this.#sheet(this.#images(g).slice(0, IN_STRIP), 3, "")}
                <span class="small soft number">${g}</span>
              </button>
            </li>`,
        )}
      </ul>
    `;
  }

  #sheet(images: readonly GreyImage[], columns: number | null, label: string) {
    return html`<lab-contact-sheet
      aria-hidden=${label === ""}
      .images=${images}
      .height=${this.real.height}
      .width=${this.real.width}
      .columns=${columns}
      .label=${label}
      .theme=${this.theme}
    ></lab-contact-sheet>`;
  }

  #images(generation: number): readonly GreyImage[] {
    const exhibit = this.exhibits[generation];
    return exhibit?.kind === "image" ? imagesOf(exhibit) : [];
  }

  /** What generation 0 learned from; null before it is there. */
  get #learned(): readonly GreyImage[] | null {
    const [first] = this.exhibits;
    return first?.kind === "image" ? originalsOf(first) : null;
  }

  #source(): string {
    if (this.#learned !== null) return "The first of what generation 0 learned from.";
    return this.real.images === null ? "None of these is ever learned from." : "";
  }

  /** How much of the variety is left, in words: the picture's summary for those who do not see it. */
  #spread(real: readonly GreyImage[], drawn: readonly GreyImage[]): string {
    if (real.length < 2 || drawn.length < 2) return "";
    const share = Math.round((100 * spread(drawn)) / spread(real));
    return `These differ from one another by ${share} % of what the real ones do.`;
  }

  #choose(detail: number): void {
    this.dispatchEvent(new CustomEvent("generation-chosen", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-images": LabImages;
  }
}
