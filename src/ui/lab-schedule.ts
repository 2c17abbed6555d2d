import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { NumberSetting } from "../config.ts";
import { type Ramp, type Schedule, SHAPES, valueAt } from "../schedule.ts";
import { scheduleCurve } from "./schedule-curve.ts";
import { type ScheduleKind, asKind, kindOf } from "./schedules.ts";
import { isGenerations, isWithin } from "./setting-problem.ts";
import { panelStyles } from "./panel-styles.ts";
import { sharedStyles } from "./shared-styles.ts";
import { asText, numbersIn } from "./typed-numbers.ts";

const KINDS: Readonly<Record<ScheduleKind, string>> = {
  ramp: "a ramp, by generation",
  values: "a list, by generation",
  members: "a list, by lineage or member",
};

const SHAPE_WORDS: Readonly<Record<Ramp["shape"], string>> = {
  linear: "equal steps",
  geometric: "equal ratios",
  step: "all at once",
};

/** Pixels of the curve's frame that keep its line whole. */
const CURVE = { width: 200, height: 28, margin: 2 };

/** A number that changes. Fires "schedule-change" with the new schedule, or number, as its detail. */
@customElement("lab-schedule")
export class LabSchedule extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      svg {
        display: block;
        inline-size: 100%;
        block-size: 1.75rem;
      }

      path {
        fill: none;
        stroke: var(--ink-soft);
        stroke-width: 2;
        stroke-linejoin: round;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  /** Of the number, e.g. "sampling bias". */
  @property() label = "";
  @property({ attribute: false }) setting!: NumberSetting;
  @property({ attribute: false }) value!: Schedule;

  protected override render() {
    const { value } = this;
    return html`<div class="panel" role="group" aria-label=${this.label}>
      <select
        aria-label="How ${this.label} changes"
        @change=${({ target }: Event) => this.#choose((target as HTMLSelectElement).value)}
      >
        <option value="same">the same throughout</option>
        ${this.#kinds.map(
          (kind) =>
            html`<option value=${kind} .selected=${kind === kindOf(value)}>${KINDS[kind]}</option>`,
        )}
      </select>
      ${
        "values" in value
          ? this.#list(value.values, "The last one holds ever after.", (values) => ({ values }))
          : nothing
      }
      ${
        "members" in value
          ? this.#list(value.members, "One for each in turn.", (members) => ({ members }))
          : nothing
      }
      ${"over" in value ? this.#ramp(value) : nothing} ${this.#curve()}
    </div>`;
  }

  /** What decides how many rows there are is the same for all that run together. */
  get #kinds(): ScheduleKind[] {
    const kinds = Object.keys(KINDS) as ScheduleKind[];
    const isOffered = (kind: ScheduleKind) => kind !== "members" || this.setting.sizes !== true;
    return kinds.filter((kind) => isOffered(kind) || kind === kindOf(this.value));
  }

  #ramp(ramp: Ramp) {
    const shape = ramp.shape ?? "linear";
    return html`<div class="pairs">
      ${this.#number("from", ramp.from, isWithin(this.setting, ramp.from), (from) => ({
        ...ramp,
        from,
      }))}
      ${this.#number("to", ramp.to, isWithin(this.setting, ramp.to), (to) => ({ ...ramp, to }))}
      ${this.#number("over generations", ramp.over, isGenerations(ramp.over), (over) => ({
        ...ramp,
        over,
      }))}
      <label class="small">
        by
        <select
          @change=${({ target }: Event) =>
            this.#change({
              ...ramp,
              shape: (target as HTMLSelectElement).value as Ramp["shape"],
            })}
        >
          ${SHAPES.map(
            (one) =>
              html`<option value=${one} .selected=${one === shape}>${SHAPE_WORDS[one]}</option>`,
          )}
        </select>
      </label>
    </div>`;
  }

  #number(name: string, value: number, isFine: boolean, change: (value: number) => Ramp) {
    return html`<label class="small">
      ${name}
      <input
        type="number"
        inputmode="decimal"
        step="any"
        aria-invalid=${!isFine}
        .value=${Number.isNaN(value) ? "" : String(value)}
        @change=${({ target }: Event) =>
          this.#change(change((target as HTMLInputElement).valueAsNumber))}
      />
    </label>`;
  }

  #list(values: readonly number[], help: string, change: (values: readonly number[]) => Schedule) {
    const isFine = values.length > 0 && values.every((value) => isWithin(this.setting, value));
    return html`<label class="small">
      values, with commas. ${help}
      <input
        inputmode="text"
        aria-invalid=${!isFine}
        .value=${asText(values)}
        @change=${({ target }: Event) =>
          this.#change(change(numbersIn((target as HTMLInputElement).value)))}
      />
    </label>`;
  }

  #curve() {
    const curve = scheduleCurve(this.value);
    if (curve.length === 0) return nothing;
    const { width, height, margin } = CURVE;
    const points = curve.map(
      ([x, y]) => `${x * width},${margin + (1 - y) * (height - 2 * margin)}`,
    );
    return svg`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      <path d="M${points.join(" L")}"></path>
    </svg>`;
  }

  #choose(kind: string): void {
    this.#change(
      kind === "same" ? valueAt(this.value, 0) : asKind(this.value, kind as ScheduleKind),
    );
  }

  #change(detail: Schedule | number): void {
    this.dispatchEvent(new CustomEvent("schedule-change", { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-schedule": LabSchedule;
  }
}
