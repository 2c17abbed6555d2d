import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Setting } from "../config.ts";
import type { LocalFile } from "../hosts/browser/protocol.ts";
import { type Members, type Schedule, isSchedule } from "../schedule.ts";
import { asKind } from "./schedules.ts";
import { problemOf, rangeOf } from "./setting-problem.ts";
import { settingStyles } from "./setting-styles.ts";
import { sharedStyles } from "./shared-styles.ts";
import { asText, numbersIn } from "./typed-numbers.ts";

type SettingOf<K extends Setting["kind"]> = Extract<Setting, { kind: K }>;

const NONE: readonly number[] = [];

/** The control of one setting. Fires "setting-change" with the new value as its detail. */
@customElement("lab-setting")
export class LabSetting extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [sharedStyles, settingStyles];

  /** What the control is called, e.g. "sampling bias". */
  @property() label = "";
  @property({ attribute: false }) setting!: Setting;
  @property({ attribute: false }) value: unknown;
  /** Of a file: whether something built in stands in for it. */
  @property({ type: Boolean }) builtin = false;
  /** Of a file: whether the page was never given it. */
  @property({ type: Boolean }) missing = false;
  /** What the engine has found wrong with the value; "" where nothing is. */
  @property() error = "";

  /** Whether its control has just become another one, which takes the focus over. */
  #isTurning = false;

  protected override willUpdate() {
    const { setting } = this;
    // The greeting has none of them.
    if (isSchedule(this.value)) {
      void (setting.kind === "choice" ? import("./lab-choices.ts") : import("./lab-schedule.ts"));
    }
    if (setting.kind === "file") void import("./lab-file.ts");
    if (setting.kind === "list" && setting.places === true) void import("./lab-drawing.ts");
  }

  protected override updated() {
    if (this.#isTurning) void this.#passFocusOn();
  }

  /** What is wrong with it at a glance comes before that. */
  get #problem(): string {
    return problemOf(this.setting, this.value) || this.error;
  }

  protected override render() {
    return html`<div class="field">
      ${this.#control()}
      <p id="help" class="soft small">${this.setting.help}</p>
      ${
        this.#problem === ""
          ? nothing
          : html`<p id="error" class="error small" role="alert">${this.#problem}</p>`
      }
    </div>`;
  }

  #control() {
    const { setting } = this;
    switch (setting.kind) {
      case "number":
        if (setting.varies === true && isSchedule(this.value)) {
          return this.#schedule(setting, this.value);
        }
        return setting.off === undefined
          ? this.#number(setting, Number(this.value ?? NaN))
          : this.#numberOrOff(setting);
      case "integer":
        return this.#number(setting, Number(this.value));
      case "choice":
        return this.#choice(setting);
      case "flag":
        return html`<label class="check">
          <input
            id="control"
            type="checkbox"
            aria-describedby="unit help error"
            .checked=${this.value === true}
            @change=${({ target }: Event) => this.#change((target as HTMLInputElement).checked)}
          />
          ${this.label}
        </label>`;
      case "text":
        return html`${this.#label()}
          <input
            id="control"
            maxlength=${setting.maxLength}
            aria-describedby="unit help error"
            aria-invalid=${this.#problem !== ""}
            .value=${String(this.value)}
            @change=${({ target }: Event) => this.#change((target as HTMLInputElement).value)}
          />`;
      case "list":
        return this.#list(setting);
      case "file":
        return html`${this.#label("")}
          <lab-file
            id="control"
            .label=${this.label}
            .accept=${setting.accept}
            ?builtin=${this.builtin}
            ?missing=${this.missing}
            .chosen=${typeof this.value === "string" ? this.value : null}
            @file-chosen=${({ detail }: CustomEvent<LocalFile | null>) =>
              this.#change(detail?.name ?? null)}
          ></lab-file>`;
      default:
        return setting satisfies never;
    }
  }

  #choice(setting: SettingOf<"choice">) {
    const { value } = this;
    if (setting.byMember === true && isSchedule(value)) {
      return html`<lab-choices
        id="control"
        .label=${this.label}
        .options=${setting.options}
        .value=${value}
        @choices-change=${({ detail }: CustomEvent<string | Members<string>>) =>
          typeof detail === "string" ? this.#turn(detail) : this.#change(detail)}
      ></lab-choices>`;
    }
    const select = html`<select
      id="control"
      aria-describedby="unit help error"
      aria-invalid=${this.#problem !== ""}
      @change=${({ target }: Event) => this.#change((target as HTMLSelectElement).value)}
    >
      ${setting.options.map(
        (option) => html`<option value=${option} .selected=${option === value}>${option}</option>`,
      )}
    </select>`;
    if (setting.byMember !== true) return html`${this.#label()}${select}`;
    const other = setting.options.find((option) => option !== value);
    const members = { members: [String(value), other ?? String(value)] };
    return html`${this.#label()}
      <div class="varied">${select}${this.#vary("from lineage to lineage", members)}</div>`;
  }

  #vary(how: string, start: Schedule | Members<string>) {
    return html`<button
      type="button"
      class="quiet"
      aria-label="Vary ${this.label}"
      title="Let it change ${how}"
      @click=${() => this.#turn(start)}
    >
      Vary
    </button>`;
  }

  #label(unit = "") {
    return html`<div class="label">
      <label for="control">${this.label}</label>
      <span id="unit" class="unit small">${unit}</span>
    </div>`;
  }

  #number(setting: SettingOf<"number" | "integer">, value: number, isOff = false) {
    const unit = [setting.unit ?? "", rangeOf(setting)].filter(Boolean).join(", ");
    const input = html`<input
      id="control"
      type="number"
      inputmode=${setting.kind === "integer" ? "numeric" : "decimal"}
      step=${setting.kind === "integer" ? 1 : "any"}
      min=${setting.min}
      max=${setting.max}
      aria-describedby="unit help error"
      aria-invalid=${this.#problem !== ""}
      ?disabled=${isOff}
      .value=${Number.isNaN(value) ? "" : String(value)}
      @change=${({ target }: Event) => this.#change((target as HTMLInputElement).valueAsNumber)}
    />`;
    if (setting.kind === "integer" || setting.varies !== true) {
      return html`${this.#label(unit)}${input}`;
    }
    const start = Number.isNaN(value) ? (setting.default ?? setting.off ?? setting.min) : value;
    return html`${this.#label(unit)}
      <div class="varied">
        ${input}
        ${this.#vary("with the generation, or from lineage to lineage", asKind(start, "ramp"))}
      </div>`;
  }

  #schedule(setting: SettingOf<"number">, value: Schedule) {
    const unit = [setting.unit ?? "", rangeOf(setting)].filter(Boolean).join(", ");
    return html`<div class="label">
        <span>${this.label}</span>
        <span class="unit small">${unit}</span>
      </div>
      <lab-schedule
        id="control"
        .label=${this.label}
        .setting=${setting}
        .value=${value}
        @schedule-change=${({ detail }: CustomEvent<number | Schedule>) =>
          typeof detail === "number" ? this.#turn(detail) : this.#change(detail)}
      ></lab-schedule>`;
  }

  #turn(value: number | string | Schedule | Members<string>): void {
    this.#isTurning = true;
    this.#change(value);
  }

  async #passFocusOn(): Promise<void> {
    this.#isTurning = false;
    const control = this.renderRoot.querySelector<HTMLElement>("#control");
    if (control?.localName === "lab-schedule") await import("./lab-schedule.ts");
    if (control?.localName === "lab-choices") await import("./lab-choices.ts");
    await (control as Partial<LitElement> | null)?.updateComplete;
    control?.focus();
  }

  #numberOrOff(setting: SettingOf<"number">) {
    const isOff = this.value === null;
    const flip = ({ target }: Event) => {
      const isOn = (target as HTMLInputElement).checked;
      this.#change(isOn ? Math.min(setting.max, Math.max(setting.min, 3)) : null);
    };
    return html`${this.#number(setting, isOff ? NaN : Number(this.value), isOff)}
      <label class="check">
        <input type="checkbox" .checked=${!isOff} @change=${flip} /> in use
      </label>`;
  }

  #list(setting: SettingOf<"list">) {
    const items: readonly number[] = Array.isArray(this.value) ? this.value : NONE;
    const typed = ({ target }: Event) =>
      this.#change(numbersIn((target as HTMLInputElement).value));
    const field = html`${this.#label(`up to ${setting.maxItems}, with commas`)}
      <input
        id="control"
        aria-describedby="unit help error"
        aria-invalid=${this.#problem !== ""}
        .value=${asText(items)}
        @change=${typed}
      />`;
    if (setting.places !== true) return field;
    return html`<lab-drawing
        .label=${this.label}
        .value=${items}
        .most=${Math.floor(setting.maxItems / 2)}
        .furthest=${setting.max}
        @points-change=${({ detail }: CustomEvent<readonly number[]>) => this.#change(detail)}
      ></lab-drawing>
      <details>
        <summary class="small">As numbers</summary>
        ${field}
      </details>`;
  }

  #change(value: unknown): void {
    this.dispatchEvent(new CustomEvent("setting-change", { detail: value, bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-setting": LabSetting;
  }
}
