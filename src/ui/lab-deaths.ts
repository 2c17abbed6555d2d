import { css, html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Deaths } from "../hosts/browser/protocol.ts";
import { formatCount } from "./format.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";

/** Words that a line shows before it is opened, and generations before the rest is asked for. */
const FIRST_WORDS = 12;
const FIRST_GENERATIONS = 30;

/** The words that a lineage has lost, newest generation first, most frequent word first. */
@customElement("lab-deaths")
export class LabDeaths extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .scroll {
        max-block-size: 20rem;
        overflow: auto;
      }

      details {
        border-block-start: 1px solid var(--line);
      }

      summary {
        display: grid;
        grid-template-columns: 4.5rem minmax(0, 1fr) auto;
        gap: 0.75rem;
        align-items: baseline;
        min-block-size: 2rem;
        padding: 0.25rem 0.25rem;
        cursor: pointer;
      }

      summary .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-family: var(--serif);
        font-size: 1.0625rem;
      }

      details p {
        padding: 0 0.25rem 0.75rem;
        font-family: var(--serif);
        overflow-wrap: anywhere;
      }

      @media (max-width: 40rem), (pointer: coarse) {
        summary {
          min-block-size: 2.75rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) deaths: readonly Deaths[] = [];
  @property({ attribute: false }) names: readonly string[] = [];

  @state() private opened: ReadonlySet<number> = new Set();
  @state() private showsAll = false;

  protected override async scheduleUpdate() {
    if (this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const lost = this.deaths.reduce((sum, { categories }) => sum + categories.length, 0);
    const newest = this.deaths.toReversed();
    const shown = this.showsAll ? newest : newest.slice(0, FIRST_GENERATIONS);
    return html`
      <p class="small soft">
        ${formatCount(lost)} of ${formatCount(this.names.length)} words are gone for good.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Words that died, by generation">
        ${shown.map((deaths) => this.#line(deaths))}
      </div>
      ${
        shown.length < newest.length
          ? html`<button class="quiet small" @click=${() => (this.showsAll = true)}>
              Show ${formatCount(newest.length - shown.length)} earlier generations
            </button>`
          : ""
      }
    `;
  }

  #line({ generation, categories }: Deaths) {
    const words = (count: number) =>
      categories
        .slice(0, count)
        .map((k) => this.names[k])
        .join(" · ");
    const toggled = ({ currentTarget }: Event) => {
      const next = new Set(this.opened);
      if ((currentTarget as HTMLDetailsElement).open) next.add(generation);
      else next.delete(generation);
      this.opened = next;
    };
    return html`<details @toggle=${toggled}>
      <summary>
        <span class="small soft number">g ${generation}</span>
        <span class="words">${words(FIRST_WORDS)}</span>
        <span class="small soft number">${formatCount(categories.length)}</span>
      </summary>
      ${this.opened.has(generation) ? html`<p>${words(categories.length)}</p>` : ""}
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-deaths": LabDeaths;
  }
}
