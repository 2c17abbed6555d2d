import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RealFacts } from "../distribution.ts";
import { type Curve, REACH, type Window, modelCurve, profile, windowOf } from "./density.ts";
import { formatNumber } from "./format.ts";
import { ownFrame } from "./paint-queue.ts";
import type { Snapshot } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";

const HEIGHT = 200;
const MARGIN = { side: 16, top: 12, axis: 26 };
const LENS = { gap: 34, height: 120 };
/** A model narrower than this part of the picture is shown again under a lens. */
const NARROW = 1 / 20;

/** Under the lens every model looks alike, and its own numbers may be too close to tell apart. */
const STANDARD: Curve = { components: [{ weight: 1, mean: 0, deviation: 1 }] };

/** The real density and the model's drawn over each other, along the first dimension. */
@customElement("lab-density")
export class LabDensity extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      svg {
        display: block;
        inline-size: 100%;
        overflow: visible;
      }

      text {
        fill: var(--ink-soft);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }

      .axis {
        stroke: var(--line-strong);
      }

      .real {
        fill: color-mix(in oklab, var(--ink-soft) 14%, transparent);
        stroke: var(--line-strong);
        stroke-width: 1.5;
      }

      .model {
        fill: color-mix(in oklab, var(--accent) 22%, transparent);
        stroke: var(--accent);
        stroke-width: 2;
        stroke-linejoin: round;
      }

      .shadow {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1;
      }

      .lens {
        fill: color-mix(in oklab, var(--accent) 6%, transparent);
        stroke: none;
      }
    `,
  ];

  @property({ attribute: false }) real!: Extract<RealFacts, { kind: "vector" }>;
  @property({ attribute: false }) current: Snapshot | null = null;
  @property({ attribute: false }) trail: readonly Snapshot[] = [];

  readonly #size = new WidthController(this);

  protected override async scheduleUpdate() {
    if (this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const { width } = this.#size;
    if (width === 0) return html`<div></div>`;
    const real: Curve = { components: this.real.marginals[0] };
    const model = curveOf(this.current);
    const wide = this.#wideWindow(real, model);
    const place = (x: number) =>
      MARGIN.side + ((x - wide.from) / (wide.to - wide.from)) * (width - 2 * MARGIN.side);
    const narrow = model === null ? null : windowOf(model);
    const isNarrow = narrow !== null && narrow.to - narrow.from < NARROW * (wide.to - wide.from);
    const base = HEIGHT - MARGIN.axis;
    const height = isNarrow ? HEIGHT + LENS.gap + LENS.height : HEIGHT;
    const shadows = this.trail.filter(({ generation }) => generation !== this.current?.generation);
    return html`<svg
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${this.#description(model)}
    >
      <path class="real" d=${outline(real, wide, width, MARGIN.top, base)}></path>
      ${shadows.map((shadow, i) => {
        const opacity = 0.12 + (0.4 * (i + 1)) / (shadows.length + 1);
        return svg`<path class="shadow" opacity=${opacity}
          d=${line(curveOf(shadow)!, wide, width, MARGIN.top, base)}></path>`;
      })}
      ${
        model === null
          ? nothing
          : svg`<path class="model" d=${outline(model, wide, width, MARGIN.top, base)}></path>`
      }
      ${axis(wide, width, base)}
      ${isNarrow && model !== null ? this.#lens(model, place, width) : nothing}
    </svg>`;
  }

  /** The real distribution, and the model where it has wandered out of that. */
  #wideWindow(real: Curve, model: Curve | null): Window {
    const window = windowOf(real);
    if (model === null) return window;
    const reach = windowOf(model);
    const room = window.to - window.from;
    return {
      from: Math.max(window.from - room, Math.min(window.from, reach.from)),
      to: Math.min(window.to + room, Math.max(window.to, reach.to)),
    };
  }

  /** The model again, as large as the real distribution, with its place above marked. */
  #lens(model: Curve, place: (x: number) => number, width: number) {
    const top = HEIGHT + LENS.gap;
    const base = top + LENS.height - MARGIN.axis;
    const [{ mean, deviation }] = model.components;
    const centre = place(mean);
    const right = width - MARGIN.side;
    const beam = `M${centre - 1},${HEIGHT - MARGIN.axis} L${MARGIN.side},${top} L${MARGIN.side},${base} L${right},${base} L${right},${top} L${centre + 1},${HEIGHT - MARGIN.axis} Z`;
    const widest = windowOf({ components: this.real.marginals[0] });
    // Not from its window, whose two ends may be one number.
    const factor = (widest.to - widest.from) / (2 * REACH * deviation);
    const magnified = Number.isFinite(factor)
      ? `the model, magnified ${formatNumber(Number(factor.toPrecision(2)))} times`
      : "the model: a single point";
    return svg`
      <path class="lens" d=${beam}></path>
      <text x=${MARGIN.side + 6} y=${top + 14}>${magnified}</text>
      ${
        deviation === 0
          ? svg`<line class="model" x1=${width / 2} x2=${width / 2} y1=${top + 20} y2=${base}></line>`
          : svg`<path class="model" d=${outline(STANDARD, windowOf(STANDARD), width, top + 20, base)}></path>`
      }
      <line class="axis" x1=${MARGIN.side} x2=${right} y1=${base} y2=${base}></line>
      <text x=${width / 2} y=${base + 17} text-anchor="middle">
        ${formatNumber(mean)} ± ${formatNumber(deviation)}
      </text>`;
  }

  #description(model: Curve | null): string {
    const words = ({ components }: Curve) =>
      components
        .map(({ mean, deviation }) => `${formatNumber(mean)} ± ${formatNumber(deviation)}`)
        .join(" and ");
    const real = `Density. Real: ${words({ components: this.real.marginals[0] })}.`;
    if (model === null || this.current === null) return real;
    return `${real} Model of generation ${this.current.generation}: ${words(model)}.`;
  }
}

function curveOf(snapshot: Snapshot | null): Curve | null {
  return snapshot?.picture.kind === "vector" ? modelCurve(snapshot.picture) : null;
}

/** The line alone: where a curve leaves the picture it ends. */
function line(curve: Curve, window: Window, width: number, top: number, base: number): string {
  const inner = width - 2 * MARGIN.side;
  const points = profile(curve, window).map(
    ([x, y]) => `${(MARGIN.side + x * inner).toFixed(2)},${(base - y * (base - top)).toFixed(2)}`,
  );
  return `M${points.join(" L")}`;
}

/** The area below it. */
function outline(curve: Curve, window: Window, width: number, top: number, base: number): string {
  const edge = line(curve, window, width, top, base);
  return `${edge} L${width - MARGIN.side},${base} L${MARGIN.side},${base} Z`;
}

function axis(window: Window, width: number, base: number) {
  const inner = width - 2 * MARGIN.side;
  const wanted = Math.max(2, Math.floor(width / 64));
  const rough = (window.to - window.from) / wanted;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * decade).find((s) => s >= rough)!;
  const first = Math.ceil(window.from / step);
  const ticks = Array.from(
    { length: Math.floor(window.to / step) - first + 1 },
    (_, i) => (first + i) * step,
  );
  return svg`
    <line class="axis" x1=${MARGIN.side} x2=${width - MARGIN.side} y1=${base} y2=${base}></line>
    ${ticks.map((tick) => {
      const x = MARGIN.side + ((tick - window.from) / (window.to - window.from)) * inner;
      return svg`<line class="axis" x1=${x} x2=${x} y1=${base} y2=${base + 4}></line>
        <text x=${x} y=${base + 17} text-anchor="middle">${formatNumber(Number(tick.toPrecision(6)))}</text>`;
    })}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-density": LabDensity;
  }
}
