import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Failure } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import { inWords } from "./words.ts";

/** What went wrong, until it is dismissed. Fires "dismiss". */
@customElement("lab-failure")
export class LabFailure extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .failure {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.5rem 0.5rem 0.5rem 1rem;
        border: 1px solid var(--error);
        border-radius: var(--radius);
        background: var(--error-soft);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) failure!: Pick<Failure, "message" | "path">;

  protected override updated() {
    this.scrollIntoView({ block: "nearest" });
  }

  protected override render() {
    return html`<div class="failure" role="alert">
      <p>${inWords(this.failure)}</p>
      <button class="quiet" @click=${() => this.dispatchEvent(new CustomEvent("dismiss"))}>
        Dismiss
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-failure": LabFailure;
  }
}
