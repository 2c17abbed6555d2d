import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { SweepMistake } from "../hosts/browser/sweep-protocol.ts";
import { formatCount } from "./format.ts";
import { sharedStyles } from "./shared-styles.ts";
import {
  type AxisDraft,
  MOST_AXES,
  type Manner,
  PLAIN,
  type Sweepable,
  type ValuesKind,
  suggested,
} from "./sweep-draft.ts";

const PLACES = ["Across", "Along", "Panels"];
const MODES: Readonly<Record<Manner["mode"], string>> = {
  grid: "every value with every other",
  list: "the first ones together, then the second ones, and so on",
};
const KINDS: Readonly<Record<ValuesKind, string>> = {
  list: "a list",
  linear: "even steps",
  log: "even ratios",
  seeds: "seeds",
};

/**
 * The settings that a sweep varies, and their values. Fires "axes-change" with the new axes, and
 * "manner-change" with a new `Manner`.
 */
@customElement("lab-sweep-form")
export class LabSweepForm extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }

      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr));
        gap: 0.5rem;
        align-items: end;
        padding-block-start: 0.5rem;
        border-block-start: 1px solid var(--line);
      }

      legend {
        float: left;
        inline-size: 100%;
        grid-column: 1 / -1;
        font-weight: 600;
      }

      label {
        display: grid;
        gap: 0.125rem;
      }

      .values {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(5rem, 1fr));
        gap: 0.5rem;
        grid-column: 1 / -1;
      }

      .wide {
        grid-column: 1 / -1;
      }

      .error {
        grid-column: 1 / -1;
      }

      .row button {
        margin-inline-start: -0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) axes: readonly AxisDraft[] = [];
  @property({ attribute: false }) known: readonly Sweepable[] = [];
  @property({ attribute: false }) manner = PLAIN;
  @property({ attribute: false }) mistake: SweepMistake | null = null;

  protected override render() {
    const free = this.known.find(({ path }) => !this.axes.some(({ setting }) => setting === path));
    return html`${this.axes.map((axis, i) => this.#axis(axis, i))}
      <div class="row">
        ${
          this.axes.length < MOST_AXES && free !== undefined
            ? html`<button
                type="button"
                class="quiet small"
                @click=${() => this.#say([...this.axes, suggested(free)])}
              >
                Add a setting
              </button>`
            : nothing
        }
      </div>
      ${this.axes.length > 1 ? this.#mode() : nothing} ${this.#budget()}`;
  }

  #mode() {
    const { mode } = this.manner;
    return html`<label>
      <span class="small soft">Values go</span>
      <select
        @change=${({ target }: Event) => {
          const chosen = (target as HTMLSelectElement).value as Manner["mode"];
          this.#behave({ ...this.manner, mode: chosen });
        }}
      >
        ${Object.entries(MODES).map(
          ([value, words]) =>
            html`<option value=${value} .selected=${value === mode}>${words}</option>`,
        )}
      </select>
    </label>`;
  }

  /** Only a file has one. */
  #budget() {
    const { minutes, cells } = this.manner.budget ?? {};
    const parts = [
      ...(minutes === undefined ? [] : [`${formatCount(minutes)} minutes`]),
      ...(cells === undefined ? [] : [`${formatCount(cells)} cells`]),
    ];
    if (parts.length === 0) return nothing;
    return html`<p class="small">
      Stops after ${parts.join(" or ")}, as the file says.
      <button
        type="button"
        class="quiet small"
        @click=${() => this.#behave({ ...this.manner, budget: {} })}
      >
        Go on to the end
      </button>
    </p>`;
  }

  #axis(axis: AxisDraft, i: number) {
    const put = (change: Partial<AxisDraft>) =>
      this.#say(this.axes.with(i, { ...axis, ...change }));
    const place = PLACES[i] ?? `${PLACES.at(-1)} ${i - PLACES.length + 2}`;
    const error = this.#errorOf(i);
    const kinds: ValuesKind[] =
      axis.setting === "$.seed" ? ["seeds", "list"] : this.#isNumeric(axis) ? NUMERIC : ["list"];
    return html`<fieldset>
      <legend class="small">${place}${axis.label === undefined ? "" : `: ${axis.label}`}</legend>
      <label>
        <span class="small soft">Setting</span>
        <select
          aria-label="${place}: setting"
          @change=${({ target }: Event) => {
            const path = (target as HTMLSelectElement).value;
            const found = this.known.find((one) => one.path === path);
            if (found !== undefined) this.#say(this.axes.with(i, suggested(found)));
          }}
        >
          ${this.#options(axis, i)}
        </select>
      </label>
      <label>
        <span class="small soft">Values</span>
        <select
          aria-label="${place}: kind of values"
          @change=${({ target }: Event) => {
            const kind = (target as HTMLSelectElement).value as ValuesKind;
            put({ kind, ...(kind === "list" ? {} : this.#ends(axis)) });
          }}
        >
          ${kinds.map(
            (kind) =>
              html`<option value=${kind} .selected=${kind === axis.kind}>${KINDS[kind]}</option>`,
          )}
        </select>
      </label>
      ${this.#values(axis, place, put, error !== "")}
      ${error === "" ? nothing : html`<p class="error small" role="alert">${error}</p>`}
      ${
        this.axes.length > 1
          ? html`<div class="row wide">
              <button
                type="button"
                class="quiet small"
                aria-label="Take away: ${place}"
                @click=${() => this.#say(this.axes.filter((_, other) => other !== i))}
              >
                Take away
              </button>
            </div>`
          : nothing
      }
    </fieldset>`;
  }

  #values(
    axis: AxisDraft,
    place: string,
    put: (change: Partial<AxisDraft>) => void,
    isWrong: boolean,
  ) {
    if (axis.kind === "list") {
      return html`<label class="wide">
        <span class="small soft">With commas; “off” where a setting can be</span>
        <input
          aria-label="${place}: values"
          aria-invalid=${isWrong}
          .value=${axis.text}
          @change=${({ target }: Event) => put({ text: (target as HTMLInputElement).value })}
        />
      </label>`;
    }
    const number = (key: "from" | "to" | "count", label: string) =>
      html`<label>
        <span class="small soft">${label}</span>
        <input
          type="number"
          step=${key === "count" ? "1" : "any"}
          aria-label="${place}: ${label}"
          aria-invalid=${isWrong || Number.isNaN(axis[key])}
          .value=${Number.isNaN(axis[key]) ? "" : String(axis[key])}
          @change=${({ target }: Event) =>
            put({ [key]: (target as HTMLInputElement).valueAsNumber })}
        />
      </label>`;
    return html`<div class="values">
      ${axis.kind === "seeds" ? nothing : html`${number("from", "from")} ${number("to", "to")}`}
      ${number("count", axis.kind === "seeds" ? "how many" : "steps")}
    </div>`;
  }

  #options(axis: AxisDraft, i: number) {
    const isFree = (path: string) =>
      this.axes.every(({ setting }, other) => other === i || setting !== path);
    const groups = [...new Set(this.known.map(({ group }) => group))];
    return groups.map(
      (group) =>
        html`<optgroup label=${group}>
          ${this.known
            .filter((one) => one.group === group && isFree(one.path))
            .map(
              ({ path, label }) =>
                html`<option value=${path} .selected=${path === axis.setting}>${label}</option>`,
            )}
        </optgroup>`,
    );
  }

  #isNumeric({ setting }: AxisDraft): boolean {
    const kind = this.known.find(({ path }) => path === setting)?.setting.kind;
    return kind === "number" || kind === "integer";
  }

  /** Of a range that was a list: its ends. */
  #ends({ from, to, text, count }: AxisDraft): Partial<AxisDraft> {
    if (!Number.isNaN(from) && !Number.isNaN(to)) return {};
    const numbers = text.split(/[,;]/).filter((part) => part.trim() !== "");
    const finite = numbers.map(Number).filter(Number.isFinite);
    if (finite.length < 2) return {};
    return { from: Math.min(...finite), to: Math.max(...finite), count };
  }

  #errorOf(i: number): string {
    const { mistake } = this;
    return mistake?.path.startsWith(`$.axes[${i}]`) === true ? mistake.message : "";
  }

  #behave(detail: Manner): void {
    this.dispatchEvent(new CustomEvent("manner-change", { detail }));
  }

  #say(detail: readonly AxisDraft[]): void {
    this.dispatchEvent(new CustomEvent("axes-change", { detail }));
  }
}

const NUMERIC: ValuesKind[] = ["list", "linear", "log"];

declare global {
  interface HTMLElementTagNameMap {
    "lab-sweep-form": LabSweepForm;
  }
}
