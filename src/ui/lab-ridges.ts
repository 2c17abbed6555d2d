import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MetricEntry } from "../hosts/browser/protocol.ts";
import { linearMarks, logMarks } from "./axis-marks.ts";
import { chartStyles } from "./chart-styles.ts";
import { formatNumber, formatShort } from "./format.ts";
import {
  type Histogram,
  densities,
  extremes,
  placeOf,
  quantile,
  someGenerations,
  sum,
  trimmed,
} from "../histogram.ts";
import { savers } from "./figure-buttons.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";
import "./lab-table.ts";

/** Ridges that can be told apart. */
const MOST_RIDGES = 12;
const MOST_ROWS = 200;
/** Pixels: from one ridge to the next, and of the highest one. */
const STEP = 26;
const PEAK = 62;
const MARGIN = { left: 34, right: 16, top: 10, bottom: 38 };

/** A histogram of each generation, one behind the other, with that of generation 0 behind each. */
@customElement("lab-ridges")
export class LabRidges extends LitElement {
  static override styles = [
    sharedStyles,
    chartStyles,
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

      .grid {
        stroke: var(--line);
      }

      .ridge {
        fill: color-mix(in oklab, var(--accent) 24%, var(--raised));
        fill-opacity: 0.82;
        stroke: var(--accent);
        stroke-width: 1.75;
        stroke-linejoin: round;
      }

      .first {
        fill: none;
        stroke: var(--ink);
        stroke-width: 1.25;
        stroke-dasharray: 4 3;
      }

      .middle {
        stroke: var(--accent-strong);
        stroke-width: 2;
      }

      .legend .middle {
        border-block-start: 0;
        border-inline-start: 2px solid var(--accent-strong);
        inline-size: 0;
        block-size: 0.75rem;
      }
    `,
  ];

  @property({ attribute: false }) metric!: MetricEntry;
  /** By generation and bin. */
  @property({ attribute: false }) counts: readonly Float64Array[] = [];
  /** What the bins are called, where they are no numbers but classes. */
  @property({ attribute: false }) names: readonly string[] | null = null;

  @state() private showsData = false;
  readonly #size = new WidthController(this);

  protected override async scheduleUpdate() {
    if (this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const { title, unit, summary, bins } = this.metric;
    if (bins === null) return nothing;
    const done = this.counts.length;
    return html`<figure>
      <figcaption>
        <h3 title=${summary}>${title}</h3>
        ${unit === "" ? nothing : html`<span class="soft small">${unit}</span>`}
        <div class="toggles" role="group" aria-label="How to show ${title}">
          <button
            class="quiet small"
            aria-pressed=${this.showsData}
            @click=${() => (this.showsData = !this.showsData)}
          >
            data
          </button>
          ${savers(title)}
        </div>
      </figcaption>
      <p class="readout number small">
        ${done === 0 ? html`<span class="soft">waiting for the first generation</span>` : this.#readout(bins)}
      </p>
      ${this.#picture(bins)}
      <div class="legend small soft" aria-hidden="true">
        <span><i></i>a generation</span>
        <span><i class="theory"></i>generation 0</span>
        ${this.names === null ? html`<span><i class="middle"></i>median</span>` : nothing}
        <span>equal areas</span>
      </div>
      ${this.showsData ? this.#table(bins) : nothing}
    </figure>`;
  }

  /** The first generation and the newest, in numbers. */
  #readout(bins: Histogram) {
    const last = this.counts.length - 1;
    return [...new Set([0, last])].map((g) => {
      if (this.names !== null) {
        return html`<span
          ><span class="soft">generation</span> ${g}<span class="soft">:</span>
          ${extremes(this.names, this.counts[g])}</span
        >`;
      }
      const value = (share: number) => formatShort(quantile(bins, this.counts[g], share));
      return html`<span
        ><span class="soft">generation</span> ${g}<span class="soft">: median</span>
        <b>${value(0.5)}</b><span class="soft">, 5–95 %</span> ${value(0.05)} … ${value(0.95)}</span
      >`;
    });
  }

  #picture(whole: Histogram) {
    const { width } = this.#size;
    // Of the figure's own room, borders and padding are none of the picture's.
    const room = width - 30;
    if (width === 0 || room < 60) return html`<div></div>`;
    const shown = someGenerations(this.counts.length, MOST_RIDGES);
    const { histogram: bins, counts } = this.#shown(whole);
    const heights = shown.map((g) => densities(bins, counts[g]));
    const highest = Math.max(1e-12, ...heights.flat());
    const inner = room - MARGIN.left - MARGIN.right;
    const lowest = MARGIN.top + PEAK + STEP * Math.max(0, shown.length - 1);
    const height = lowest + MARGIN.bottom;
    const x = (value: number) => MARGIN.left + placeOf(bins, value) * inner;
    const outline = (one: readonly number[], base: number) => {
      const steps = one.map((density, i) => {
        const y = (base - (PEAK * density) / highest).toFixed(2);
        return `L${x(bins.edges[i]).toFixed(2)},${y} L${x(bins.edges[i + 1]).toFixed(2)},${y}`;
      });
      return `M${x(bins.edges[0])},${base} ${steps.join(" ")} L${x(bins.edges.at(-1)!)},${base}`;
    };
    const wanted = Math.floor(inner / 56);
    const [from, to] = [bins.edges[0], bins.edges.at(-1)!];
    const marks = this.#marks(bins, from, to, wanted);
    return html`<svg
      height=${height}
      viewBox="0 0 ${room} ${height}"
      role="img"
      aria-label=${this.#description(whole)}
    >
      ${marks.map(
        ({ at, label }) =>
          svg`<line class="grid" x1=${x(at)} x2=${x(at)} y1=${MARGIN.top} y2=${lowest}></line>
          <text x=${x(at)} y=${lowest + 17} text-anchor="middle">${label}</text>`,
      )}
      ${shown.map((g, i) => {
        const base = MARGIN.top + PEAK + STEP * i;
        const middle = this.names === null ? x(quantile(bins, counts[g], 0.5)) : NaN;
        return svg`<path class="ridge" d=${outline(heights[i], base)}></path>
          ${g === 0 ? nothing : svg`<path class="first" d=${outline(heights[0], base)}></path>`}
          ${
            Number.isNaN(middle)
              ? nothing
              : svg`<line class="middle" x1=${middle} x2=${middle} y1=${base - 7} y2=${base}></line>`
          }
          <text x=${MARGIN.left - 8} y=${base} text-anchor="end">${g}</text>`;
      })}
      <text x=${MARGIN.left + inner / 2} y=${height - 4} text-anchor="middle">
        ${this.metric.unit === "" ? this.metric.title.toLowerCase() : this.metric.unit}
      </text>
    </svg>`;
  }

  /** What there is to be drawn: all classes, or of numbers the range that any generation has. */
  #shown({ edges, scale }: Histogram) {
    if (this.names === null) return trimmed({ edges, scale }, this.counts);
    const { length } = this.names;
    const histogram = { edges: edges.slice(0, length + 1), scale };
    return { histogram, counts: this.counts.map((counts) => counts.subarray(0, length)) };
  }

  #marks({ edges, scale }: Histogram, from: number, to: number, wanted: number) {
    if (this.names !== null) {
      return this.names.map((label, i) => ({ at: (edges[i] + edges[i + 1]) / 2, label }));
    }
    const marks = scale === "log" ? logMarks(from, to, wanted) : linearMarks(from, to, wanted);
    return marks.map((at) => ({ at, label: formatNumber(at) }));
  }

  #table(bins: Histogram) {
    const { names } = this;
    if (names !== null) {
      return html`<lab-table
        .label=${`Data of ${this.metric.title}`}
        .columns=${["generation", ...names].map((title) => ({ title }))}
        .rows=${someGenerations(this.counts.length, MOST_ROWS).map((g) => [
          String(g),
          ...names.map((_, i) => formatNumber(this.counts[g][i])),
        ])}
      ></lab-table>`;
    }
    const rows = someGenerations(this.counts.length, MOST_ROWS).map((g) => [
      String(g),
      formatNumber(sum(this.counts[g])),
      ...[0.05, 0.5, 0.95].map((share) => formatNumber(quantile(bins, this.counts[g], share))),
    ]);
    const columns = ["generation", "samples", "5 %", "median", "95 %"].map((title) => ({ title }));
    return html`<lab-table
      .label=${`Data of ${this.metric.title}`}
      .columns=${columns}
      .rows=${rows}
    ></lab-table>`;
  }

  #description(bins: Histogram): string {
    const { title } = this.metric;
    if (this.counts.length === 0) return `${title}: no generation yet.`;
    const last = this.counts.length - 1;
    if (this.names !== null) {
      return `${title} of each generation. In generation ${last}: ${extremes(this.names, this.counts[last])}.`;
    }
    const median = (g: number) => formatNumber(quantile(bins, this.counts[g], 0.5));
    return `${title}, a histogram of each generation. Median ${median(0)} in generation 0, ${median(last)} in generation ${last}.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-ridges": LabRidges;
  }
}
