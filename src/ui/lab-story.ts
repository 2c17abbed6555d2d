import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Catalog } from "../catalog.ts";
import type { RunDescription } from "../hosts/browser/protocol.ts";
import { sharedStyles } from "./shared-styles.ts";
import { sizesInWords } from "./words.ts";

/** What the run is about, in a line or two. Fires "to-form" where the form is far away. */
@customElement("lab-story")
export class LabStory extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 0.25rem;
      }

      h2 {
        font: 600 clamp(1.5rem, 1.2rem + 1vw, 2.125rem)/1.2 var(--serif);
        letter-spacing: -0.01em;
        text-transform: none;
        color: var(--ink);
        text-wrap: balance;
      }

      .lead {
        max-inline-size: 44rem;
        font: 400 1.125rem/1.5 var(--serif);
        text-wrap: pretty;
      }

      button {
        display: none;
        justify-self: start;
      }

      @media (max-width: 60rem) {
        button {
          display: block;
          margin-block-start: 0.25rem;
        }
      }

      @media print {
        button {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) description: RunDescription | null = null;
  @property({ attribute: false }) catalog: Catalog | null = null;
  /** The title where there is no run. */
  @property() otherwise = "";

  protected override render() {
    const { description, catalog } = this;
    const story = catalog?.presets.find(
      ({ experiment }) => experiment.name === description?.experiment["name"],
    )?.story;
    return html`
      <h2>${description?.title ?? this.otherwise}</h2>
      ${story === undefined ? nothing : html`<p class="lead">${story}</p>`}
      ${
        description === null
          ? nothing
          : html`<p class="small soft number">${sizesInWords(description)}</p>`
      }
      ${
        description?.parent
          ? html`<p class="small soft">
              A fork of ${description.parent.run}: the same up to generation
              ${description.parent.generation}, and with the same random numbers after it.
            </p>`
          : nothing
      }
      <button @click=${() => this.dispatchEvent(new CustomEvent("to-form"))}>
        Change the experiment
      </button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-story": LabStory;
  }
}
