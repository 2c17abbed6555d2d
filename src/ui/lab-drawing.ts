import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import {
  type Place,
  type Points,
  between,
  distanceTo,
  reachOf,
  rounded,
  without,
  withPoint,
  zoomed,
} from "./drawn.ts";
import { formatNumber } from "./format.ts";
import { sharedStyles } from "./shared-styles.ts";
import { asText } from "./typed-numbers.ts";

/** Of the drawing, in its own pixels. */
const SIZE = 320;
/** Parts of the reach: between the points of a stroke, of the rubber, and of a step of the cross. */
const GAP = 1 / 12;
const RUBBER = 1 / 12;
const STEP = 1 / 25;
const FINE_STEP = 1 / 125;

const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

/**
 * Points in the plane, drawn and rubbed out with mouse, pen, finger or keyboard. Fires
 * "points-change" with all coordinates as its detail, once for a stroke.
 */
@customElement("lab-drawing")
export class LabDrawing extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        max-inline-size: 26rem;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        margin-block-end: 0.375rem;
      }

      .tools button {
        padding: 0 0.5625rem;
        font-size: 0.875rem;
      }

      .sheet {
        touch-action: none;
        user-select: none;
        cursor: crosshair;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--raised);
        overflow: hidden;
      }

      svg {
        display: block;
        inline-size: 100%;
        aspect-ratio: 1;
      }

      .middle {
        stroke: var(--line);
      }

      .points {
        fill: none;
        stroke: var(--ink);
        stroke-linecap: round;
        stroke-width: 7;
      }

      .cross {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
        visibility: hidden;
      }

      .sheet:focus-visible .cross {
        visibility: visible;
      }

      text {
        fill: var(--ink-soft);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }

      p {
        margin-block-start: 0.25rem;
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) value: Points = [];
  /** Points, not coordinates. */
  @property({ type: Number }) most = Infinity;
  /** The largest coordinate that there may be. */
  @property({ type: Number }) furthest = Infinity;

  @state() private reach = 1;
  @state() private isRubbing = false;
  /** While a pointer is down: what there is so far. */
  @state() private stroke: { points: Points; readonly rubs: boolean; at: Place } | null = null;
  @state() private cross: Place = [0, 0];
  @state() private told = "";

  #own: Points | null = null;
  #before: Points[] = [];

  protected override willUpdate(changed: Map<PropertyKey, unknown>) {
    // What was told comes back as a copy.
    if (!changed.has("value") || asText(this.value) === asText(this.#own ?? [NaN])) return;
    this.reach = reachOf(this.value);
    [this.#own, this.#before] = [this.value, []];
  }

  protected override render() {
    const points = this.stroke?.points ?? this.value;
    const count = Math.floor(points.length / 2);
    return html`
      <div class="tools">
        ${this.#tool("Draw", () => (this.isRubbing = false), !this.isRubbing)}
        ${this.#tool("Erase", () => (this.isRubbing = true), this.isRubbing)}
        <button type="button" ?disabled=${this.#before.length === 0} @click=${() => this.#undo()}>
          Undo
        </button>
        <button type="button" ?disabled=${count === 0} @click=${() => this.#put([])}>Clear</button>
        <button type="button" aria-label="Closer" @click=${() => this.#zoom(false)}>+</button>
        <button type="button" aria-label="Further" @click=${() => this.#zoom(true)}>−</button>
      </div>
      <div
        class="sheet"
        role="application"
        tabindex="0"
        aria-label="${this.label}: a plane to draw in"
        aria-describedby="how"
        @pointerdown=${(event: PointerEvent) => this.#begin(event)}
        @pointermove=${(event: PointerEvent) => this.#move(event)}
        @pointerup=${() => this.#end(true)}
        @pointercancel=${() => this.#end(false)}
        @contextmenu=${(event: Event) => event.preventDefault()}
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
      >
        <svg viewBox="0 0 ${SIZE} ${SIZE}" aria-hidden="true">${this.#picture(points)}</svg>
      </div>
      <p class="small" role="status">
        ${count === 1 ? "1 point" : `${count} points`}${count >= this.most ? ", no more fit in" : ""}.
        ${this.told === "" ? nothing : html`<span class="unseen">${this.told}</span>`}
      </p>
      <p id="how" class="soft small">
        Draw with a pointer. With the keyboard, arrows move a cross (with Shift in small steps), and
        Space sets a point or takes it away.
      </p>
    `;
  }

  #tool(name: string, choose: () => void, isOn: boolean) {
    return html`<button type="button" aria-pressed=${isOn} @click=${choose}>${name}</button>`;
  }

  #picture(points: Points) {
    const at = (value: number) => ((value / this.reach + 1) * SIZE) / 2;
    const middle = SIZE / 2;
    const dots = Array.from({ length: Math.floor(points.length / 2) }, (_, n) => {
      const [x, y] = [at(points[2 * n]), SIZE - at(points[2 * n + 1])];
      return `M${x.toFixed(2)},${y.toFixed(2)} h0`;
    });
    const [x, y] = [at(this.cross[0]), SIZE - at(this.cross[1])];
    const end = formatNumber(this.reach);
    return svg`
      <path class="middle" d="M0,${middle} H${SIZE} M${middle},0 V${SIZE}"></path>
      <text x="6" y=${middle - 6}>−${end}</text>
      <text x=${SIZE - 6} y=${middle - 6} text-anchor="end">${end}</text>
      <text x=${middle + 6} y="16">${end}</text>
      <text x=${middle + 6} y=${SIZE - 6}>−${end}</text>
      <path class="points" d=${dots.join(" ")}></path>
      <path class="cross" d="M${x - 9},${y} h18 M${x},${y - 9} v18"></path>`;
  }

  /** Data units, of a pointer. */
  #placeOf({ clientX, clientY }: PointerEvent): Place {
    const box = this.renderRoot.querySelector("svg")!.getBoundingClientRect();
    const within = (x: number) => Math.max(-1, Math.min(1, x)) * this.reach;
    const x = within((2 * (clientX - box.left)) / box.width - 1);
    return [x, within(1 - (2 * (clientY - box.top)) / box.height)];
  }

  #begin(event: PointerEvent): void {
    if (this.stroke !== null || !event.isPrimary || event.button === 1) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const at = this.#placeOf(event);
    const rubs = this.isRubbing || event.button !== 0;
    this.stroke = { points: this.#touched(this.value, at, rubs), rubs, at };
  }

  #move(event: PointerEvent): void {
    if (this.stroke === null || !event.isPrimary) return;
    let { points } = this.stroke;
    const { rubs, at } = this.stroke;
    const to = this.#placeOf(event);
    for (const place of between(at, to, (GAP / 4) * this.reach)) {
      points = this.#touched(points, place, rubs);
    }
    this.stroke = { points, rubs, at: to };
  }

  #end(isMeant: boolean): void {
    const { stroke } = this;
    this.stroke = null;
    if (isMeant && stroke !== null) this.#put(stroke.points);
  }

  #touched(points: Points, place: Place, rubs: boolean): Points {
    if (rubs) return without(points, place, RUBBER * this.reach);
    const [x, y] = place.map((value) => rounded(value, this.reach));
    return withPoint(points, [x, y], GAP * this.reach, this.most);
  }

  #press(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.#undo();
    else if (event.altKey || event.ctrlKey || event.metaKey) return;
    else if (arrow !== undefined) this.#moveCross(arrow, event.shiftKey);
    else if (event.key === " " || event.key === "Enter") this.#set();
    else if (event.key === "Delete" || event.key === "Backspace") {
      this.#put(this.#touched(this.value, this.cross, true));
    } else return;
    event.preventDefault();
  }

  #moveCross(arrow: Place, isFine: boolean): void {
    const step = (isFine ? FINE_STEP : STEP) * this.reach;
    const [x, y] = this.cross.map((value, i) => {
      const moved = Math.max(-this.reach, Math.min(this.reach, value + step * arrow[i]));
      return rounded(moved, this.reach);
    });
    this.cross = [x, y];
    const isTaken = distanceTo(this.value, this.cross) < (STEP / 2) * this.reach;
    this.told = `${isTaken ? "A point is" : "The cross is"} at ${formatNumber(x)}, ${formatNumber(y)}.`;
  }

  /** As close as one step of the cross, points may lie side by side. */
  #set(): void {
    const near = (STEP / 2) * this.reach;
    const left = without(this.value, this.cross, near);
    this.#put(left === this.value ? withPoint(this.value, this.cross, near, this.most) : left);
  }

  #zoom(isOut: boolean): void {
    const reach = zoomed(this.reach, isOut);
    if (reach <= this.furthest && reach > 1e-6) this.reach = reach;
  }

  #undo(): void {
    const before = this.#before.pop();
    if (before !== undefined) this.#tell(before);
  }

  #put(points: Points): void {
    if (points === this.value) return;
    this.#before.push(this.value);
    this.#tell(points);
  }

  #tell(points: Points): void {
    this.#own = points;
    this.value = points;
    this.dispatchEvent(new CustomEvent("points-change", { detail: points }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-drawing": LabDrawing;
  }
}
