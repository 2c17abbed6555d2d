import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PresetEntry } from "../catalog.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";

/** Experiments to begin with, as cards. Fires "preset-chosen" with the `PresetEntry`. */
@customElement("lab-presets")
export class LabPresets extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      ul {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(14.5rem, 1fr);
        gap: 0.75rem;
        padding: 0.25rem 0.25rem 0.75rem;
        margin: -0.25rem;
        overflow-x: auto;
        list-style: none;
        scroll-snap-type: x proximity;
        scroll-padding-inline: 0.25rem;
        scrollbar-width: thin;
        scrollbar-color: var(--line-strong) transparent;
      }

      li {
        display: grid;
        scroll-snap-align: start;
      }

      button {
        display: grid;
        align-content: start;
        gap: 0.25rem;
        padding: 0.75rem 0.875rem;
        border-color: var(--line);
        text-align: start;
        white-space: normal;
      }

      button[aria-pressed="true"],
      button[aria-pressed="true"]:hover:not(:disabled) {
        box-shadow: inset 0 3px 0 var(--accent);
        border-color: var(--line);
        background: var(--accent-soft);
      }

      .title {
        font: 600 0.9375rem/1.3 var(--serif);
        font-size: 1.0625rem;
      }
    `,
  ];

  @property({ attribute: false }) presets: readonly PresetEntry[] = [];
  /** Name of the experiment that is being looked at. */
  @property() chosen = "";

  protected override async scheduleUpdate() {
    if (!this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    return html`<ul aria-label="Experiments to begin with" role="list">
      ${this.presets.map(
        (preset) =>
          html`<li>
            <button
              aria-pressed=${preset.experiment.name === this.chosen}
              @click=${() => this.#choose(preset)}
            >
              <span class="title">${preset.experiment.title ?? preset.experiment.name}</span>
              <span class="small soft">${preset.story}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #choose(detail: PresetEntry): void {
    this.dispatchEvent(new CustomEvent("preset-chosen", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-presets": LabPresets;
  }
}
