import { css, html, LitElement, nothing, type PropertyValues, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RealFacts } from "../distribution.ts";
import { formatCount, formatNumber, superscript } from "./format.ts";
import { ownFrame } from "./paint-queue.ts";
import { type Bar, MAX_SINGLE, bars, ranking } from "./ranks.ts";
import type { Snapshot } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";

type Facts = Extract<RealFacts, { kind: "category" }>;

const HEIGHT = 260;
const MARGIN = { left: 44, right: 12, top: 28, bottom: 40 };

/** Probabilities by rank on a log axis: bars for the model, a line for the real distribution. */
@customElement("lab-ranks")
export class LabRanks extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      svg {
        display: block;
        inline-size: 100%;
      }

      text {
        fill: var(--ink-soft);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }

      .grid {
        stroke: var(--line);
      }

      .model {
        fill: var(--accent);
        fill-opacity: 0.75;
      }

      .real {
        fill: none;
        stroke: var(--ink);
        stroke-width: 1.5;
      }

      .dead {
        fill: none;
        stroke: var(--ink-soft);
        stroke-width: 1.25;
      }
    `,
  ];

  @property({ attribute: false }) real!: Facts;
  @property({ attribute: false }) current: Snapshot | null = null;

  #order = new Uint32Array();
  readonly #size = new WidthController(this);

  protected override async scheduleUpdate() {
    if (this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues) {
    if (changed.has("real")) this.#order = ranking(this.real) as Uint32Array<ArrayBuffer>;
  }

  protected override render() {
    const { width } = this.#size;
    if (width === 0) return html`<div></div>`;
    const picture = this.current?.picture;
    const counts = picture?.kind === "category" ? picture.counts : null;
    const all = bars(this.real, this.#order, counts);
    const K = this.#order.length;
    const isLog = K > MAX_SINGLE;
    const inner = width - MARGIN.left - MARGIN.right;
    const base = HEIGHT - MARGIN.bottom;
    const shown = all.flatMap(({ real, model }) => [real, model ?? 0]).filter((p) => p > 0);
    // A probability is never above one.
    const high = Math.min(0, Math.ceil(Math.log10(Math.max(...shown)) + 0.05));
    const low = Math.min(high - 1, Math.floor(Math.log10(Math.min(...shown)) - 0.05));
    const x = (rank: number) => {
      const part = isLog ? Math.log(rank) / Math.log(K + 1) : (rank - 1) / K;
      return MARGIN.left + part * inner;
    };
    const y = (p: number) => base - ((Math.log10(p) - low) / (high - low)) * (base - MARGIN.top);
    return html`<svg
      height=${HEIGHT}
      viewBox="0 0 ${width} ${HEIGHT}"
      role="img"
      aria-label=${this.#description(all)}
    >
      ${decades(low, high).map(
        (power) =>
          svg`<line class="grid" x1=${MARGIN.left} x2=${width - MARGIN.right}
              y1=${y(10 ** power)} y2=${y(10 ** power)}></line>
            <text x=${MARGIN.left - 8} y=${y(10 ** power) + 4} text-anchor="end"
              >10${superscript(power)}</text>`,
      )}
      ${all.map((bar) => this.#bar(bar, x, y, base))}
      <path class="real" d=${realLine(all, x, y)}></path>
      ${rankTicks(K, isLog).map(
        (rank) =>
          svg`<text x=${(x(rank) + x(rank + 1)) / 2} y=${base + 18} text-anchor="middle"
            >${formatCount(rank)}</text>`,
      )}
      <text x=${4} y=${14}>probability</text>
      <text x=${MARGIN.left + inner / 2} y=${HEIGHT - 4} text-anchor="middle">
        rank in the real data
      </text>
    </svg>`;
  }

  #bar(bar: Bar, x: (rank: number) => number, y: (p: number) => number, base: number) {
    const left = x(bar.first);
    const width = x(bar.last + 1) - left;
    const gap = width > 4 ? 1 : 0;
    const names = this.real.names;
    const name = bar.first === bar.last && names !== null ? names[this.#order[bar.first - 1]] : "";
    const ranks = bar.first === bar.last ? `rank ${bar.first}` : `ranks ${bar.first}–${bar.last}`;
    const title = `${name === "" ? "" : `“${name}”, `}${ranks}: real ${formatNumber(bar.real)}, model ${formatNumber(bar.model)}`;
    if (bar.model === null) return nothing;
    if (bar.model === 0) {
      const middle = left + width / 2;
      return svg`<path class="dead" d="M${middle - 2.5},${base - 7} l5,5 m0,-5 l-5,5"><title>${title}, dead</title></path>`;
    }
    const top = Math.min(base, y(bar.model));
    return svg`<rect class="model" x=${left} y=${top} width=${Math.max(0.5, width - gap)}
      height=${base - top}><title>${title}</title></rect>`;
  }

  #description(all: readonly Bar[]): string {
    const K = this.#order.length;
    const dead = all.reduce((sum, bar) => sum + bar.dead, 0);
    const start = `Probabilities of ${formatCount(K)} categories by rank, on a log axis.`;
    if (this.current === null) return start;
    return `${start} In generation ${this.current.generation} the model has lost ${formatCount(dead)} of them.`;
  }
}

function decades(low: number, high: number): number[] {
  const stride = Math.ceil((high - low) / 7);
  return Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, i) => low + i * stride);
}

function rankTicks(K: number, isLog: boolean): number[] {
  if (isLog) {
    return Array.from({ length: Math.floor(Math.log10(K)) + 1 }, (_, i) => 10 ** i);
  }
  const stride = Math.max(1, Math.ceil(K / 10 / 5) * 5);
  if (K <= 12) return Array.from({ length: K }, (_, k) => k + 1);
  return [1, ...Array.from({ length: Math.floor(K / stride) }, (_, i) => (i + 1) * stride)];
}

function realLine(
  all: readonly Bar[],
  x: (rank: number) => number,
  y: (p: number) => number,
): string {
  const steps = all
    .filter(({ real }) => real > 0)
    .map(({ first, last, real }) => `${x(first)},${y(real)} ${x(last + 1)},${y(real)}`);
  return steps.length === 0 ? "" : `M${steps.join(" L")}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-ranks": LabRanks;
  }
}
