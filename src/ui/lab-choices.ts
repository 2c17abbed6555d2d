import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Members } from "../schedule.ts";
import { panelStyles } from "./panel-styles.ts";
import { sharedStyles } from "./shared-styles.ts";

/** Members that a list may be given by hand. */
const MOST = 64;

/**
 * A choice that is another one from member to member. Fires "choices-change" with the new list, or
 * the one choice for all, as its detail.
 */
@customElement("lab-choices")
export class LabChoices extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
      }
    `,
  ];

  /** Of the choice, e.g. "decoding". */
  @property() label = "";
  @property({ attribute: false }) options: readonly string[] = [];
  @property({ attribute: false }) value: Members<string> = { members: [] };

  protected override render() {
    const { members } = this.value;
    return html`<div class="panel" role="group" aria-label=${this.label}>
      <span class="small">${this.label}, by lineage or member, in turn</span>
      <div class="pairs">${members.map((member, i) => this.#member(member, i))}</div>
      <div class="buttons">
        <button
          type="button"
          class="quiet"
          ?disabled=${members.length >= MOST}
          @click=${() => this.#change([...members, members.at(-1) ?? this.options[0]])}
        >
          One more
        </button>
        <button
          type="button"
          class="quiet"
          ?disabled=${members.length <= 1}
          @click=${() => this.#change(members.slice(0, -1))}
        >
          One fewer
        </button>
        <button
          type="button"
          class="quiet"
          @click=${() => this.#tell(members[0] ?? this.options[0])}
        >
          The same for all
        </button>
      </div>
    </div>`;
  }

  #member(member: string, i: number) {
    return html`<label class="small">
      number ${i + 1}
      <select
        @change=${({ target }: Event) =>
          this.#change(this.value.members.with(i, (target as HTMLSelectElement).value))}
      >
        ${this.options.map(
          (option) =>
            html`<option value=${option} .selected=${option === member}>${option}</option>`,
        )}
      </select>
    </label>`;
  }

  #change(members: readonly string[]): void {
    this.#tell({ members });
  }

  #tell(detail: string | Members<string>): void {
    this.dispatchEvent(new CustomEvent("choices-change", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-choices": LabChoices;
  }
}
