import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TokenFacts } from "../distribution.ts";
import type { RunDescription } from "../hosts/browser/protocol.ts";
import type { Exhibit } from "../record.ts";
import { someGenerations } from "../histogram.ts";
import { sampleStyles } from "./sample-styles.ts";
import { sharedStyles } from "./shared-styles.ts";
import { PHRASE } from "../phrases.ts";
import { textStyles } from "./text-styles.ts";
import { type ShownText, markedText, markingInWords, promptsOf, realBlock } from "./text-words.ts";
import { decodeTokens, inLine } from "../token-text.ts";

/** Tokens of all texts together that are shown at once. */
const MOST_TOKENS = 1600;
/** Generations of a prompt that are shown before the others are asked for. */
const MOST_ROWS = 14;
/** Characters of a prompt in the list of prompts. */
const IN_LIST = 44;

/**
 * Texts of one generation, or what each generation wrote after the same prompt. Fires
 * "generation-chosen" with the number of one that was clicked.
 */
@customElement("lab-texts")
export class LabTexts extends LitElement {
  static override styles = [sharedStyles, sampleStyles, textStyles];

  @property({ attribute: false }) description!: RunDescription;
  @property({ attribute: false }) real!: TokenFacts;
  /** By generation. */
  @property({ attribute: false }) exhibits: readonly (Exhibit | null)[] = [];
  @property({ type: Number }) generation = 0;

  @state() private isThrough = true;
  @state() private text = 0;
  @state() private repeats = true;
  @state() private probabilities = true;
  @state() private showsAll = false;

  protected override render() {
    const way = (label: string, isThrough: boolean) =>
      html`<button
        aria-pressed=${this.isThrough === isThrough}
        @click=${() => (this.isThrough = isThrough)}
      >
        ${label}
      </button>`;
    return html`
      <div class="row">
        <div class="choice" role="group" aria-label="Which texts to show">
          ${way("Through the generations", true)} ${way("One generation", false)}
        </div>
        ${this.isThrough ? this.#chooser() : nothing}
        ${this.#toggle("repeats", this.repeats, () => (this.repeats = !this.repeats))}
        ${
          this.#hasPercents
            ? this.#toggle(
                "probabilities",
                this.probabilities,
                () => (this.probabilities = !this.probabilities),
              )
            : nothing
        }
      </div>
      ${this.isThrough ? this.#through() : this.#sheet()} ${this.#legend()}
    `;
  }

  #toggle(label: string, isOn: boolean, flip: () => void) {
    return html`<label class="check">
      <input type="checkbox" .checked=${isOn} @change=${flip} /> ${label}
    </label>`;
  }

  #chooser() {
    const { isPrompted } = promptsOf(this.description);
    const count = this.#texts(this.exhibits.length - 1).length;
    return html`<label
      >${isPrompted ? "prompt" : "text"}
      <select
        @change=${({ target }: Event) => (this.text = Number((target as HTMLSelectElement).value))}
      >
        ${Array.from({ length: count }, (_, i) => {
          const prompt = isPrompted ? this.#prompt(i) : null;
          const words =
            prompt === null
              ? ""
              : `: ${inLine(decodeTokens(this.real, prompt)).slice(0, IN_LIST)}…`;
          return html`<option value=${i} .selected=${i === this.text}>${i + 1}${words}</option>`;
        })}
      </select>
    </label>`;
  }

  /** What every generation wrote in the same place, after the same prompt if there was one. */
  #through() {
    const { isPrompted, isInOrder } = promptsOf(this.description);
    const prompt = isPrompted ? this.#prompt(this.text) : null;
    const original = isPrompted && isInOrder ? realBlock(this.real, this.text + 1) : null;
    const all = this.exhibits.length;
    const shown = someGenerations(all, this.showsAll ? all : MOST_ROWS);
    return html`<ol class="through">
        ${
          prompt === null
            ? nothing
            : html`<li>
                <span class="who">prompt</span>
                <p class="text prompt">${inLine(decodeTokens(this.real, prompt))}</p>
              </li>`
        }
        ${
          original === null
            ? nothing
            : html`<li>
                <span class="who">the original goes on</span>
                ${this.#marked({ tokens: original, percents: null })}
              </li>`
        }
        ${shown.map((g) => {
          const text = this.#texts(g)[this.text];
          return html`<li ?data-shown=${g === this.generation}>
            <button class="quiet who" @click=${() => this.#choose(g)}>generation ${g}</button>
            ${text === undefined ? nothing : this.#marked(text)}
          </li>`;
        })}
      </ol>
      ${
        shown.length < all
          ? html`<button class="quiet small" @click=${() => (this.showsAll = true)}>
              Show all ${all} generations
            </button>`
          : nothing
      }`;
  }

  /** All texts of a generation, as many as a screen bears. */
  #sheet() {
    const { isPrompted } = promptsOf(this.description);
    const most = Math.max(2, Math.floor(MOST_TOKENS / this.real.length));
    return html`<ol class="sheet">
      ${this.#texts(this.generation)
        .slice(0, most)
        .map((text, i) => {
          const prompt = isPrompted ? this.#prompt(i) : null;
          return html`<li>
            ${
              prompt === null
                ? nothing
                : html`<p class="text prompt">
                    <span class="unseen">prompt: </span>${inLine(decodeTokens(this.real, prompt))}
                  </p>`
            }
            ${this.#marked(text)}
          </li>`;
        })}
    </ol>`;
  }

  #marked(text: ShownText) {
    const { repeats, probabilities } = this;
    return html`<div>
      <p class="text">${markedText(this.real, text, { repeats, probabilities })}</p>
      <p class="small soft number">${markingInWords(text)}</p>
    </div>`;
  }

  #legend() {
    const shades = [1, 2, 3, 4, 5].map((shade) => html`<span class="swatch p${shade}"></span>`);
    return html`<p class="legend small soft">
      ${
        this.repeats
          ? html`<span
              ><mark>underlined</mark> ${PHRASE} tokens or more that stand in the same text
              before</span
            >`
          : nothing
      }
      ${
        this.probabilities && this.#hasPercents
          ? html`<span>the model's probability of a token: 0 ${shades} 100 %</span>`
          : nothing
      }
      <span>⏎ end of a line</span>
    </p>`;
  }

  /** What text `i` goes on from, if it goes on from anything. */
  #prompt(i: number): ArrayLike<number> | null {
    const [first] = this.exhibits;
    return first?.kind === "tokens" ? (first.original?.[i] ?? null) : null;
  }

  get #hasPercents(): boolean {
    return this.exhibits.some((one) => one?.kind === "tokens" && one.percents !== null);
  }

  #texts(generation: number): ShownText[] {
    const exhibit = this.exhibits[generation];
    if (exhibit?.kind !== "tokens") return [];
    return exhibit.tokens.map((tokens, i) => ({ tokens, percents: exhibit.percents?.[i] ?? null }));
  }

  #choose(detail: number): void {
    this.dispatchEvent(new CustomEvent("generation-chosen", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-texts": LabTexts;
  }
}
