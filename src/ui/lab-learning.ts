import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Report, Traces } from "../hosts/browser/protocol.ts";
import { linearMarks, logMarks } from "./axis-marks.ts";
import { chartStyles } from "./chart-styles.ts";
import { formatCount, formatNumber, formatShort } from "./format.ts";
import { someGenerations } from "../histogram.ts";
import { type Panel, panelOf, traceNames } from "./learning.ts";
import { savers } from "./figure-buttons.ts";
import { ownFrame } from "./paint-queue.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";
import { settingLabel } from "./words.ts";
import "./lab-table.ts";

/** Pixels. */
const HEIGHTS = [150, 72];
const MARGIN = { left: 46, right: 12, top: 12, gap: 26, bottom: 36 };
const MOST_FAINT = 12;
const MOST_ROWS = 200;

/** What learning said on the way: the generation under way over the finished ones, step by step. */
@customElement("lab-learning")
export class LabLearning extends LitElement {
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

      path {
        fill: none;
        stroke: var(--accent);
        stroke-linejoin: round;
      }

      .now {
        stroke-width: 2;
      }

      .faint {
        stroke: var(--ink-soft);
        stroke-width: 1;
      }

      .legend .faint {
        border-block-start: 1px solid var(--ink-soft);
      }
    `,
  ];

  /** Of the finished generations. */
  @property({ attribute: false }) traces: readonly Traces[] = [];
  /** The generation under way. */
  @property({ attribute: false }) report: Report | null = null;

  @state() private showsData = false;
  readonly #size = new WidthController(this);

  protected override async scheduleUpdate() {
    if (this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const now = this.#now;
    return html`<figure>
      <figcaption>
        <h3>Learning, step by step</h3>
        <span class="soft small">generation ${now.generation}</span>
        <div class="toggles" role="group" aria-label="How to show the learning">
          <button
            class="quiet small"
            aria-pressed=${this.showsData}
            @click=${() => (this.showsData = !this.showsData)}
          >
            data
          </button>
          ${savers("the learning")}
        </div>
      </figcaption>
      <p class="readout number small">${this.#readout()}</p>
      ${this.#picture()}
      <div class="legend small soft" aria-hidden="true">
        <span><i></i>generation ${now.generation}</span>
        ${now.before.length === 0 ? nothing : html`<span><i class="faint"></i>earlier generations</span>`}
        <span>means over lineages</span>
      </div>
      ${this.showsData ? this.#table() : nothing}
    </figure>`;
  }

  /** The newest generation that has said anything, and those before it. */
  get #now() {
    const { report, traces } = this;
    if (report !== null && Object.keys(report.traces).length > 0) {
      const { generation } = report;
      return { generation, traces: report.traces, before: traces.slice(0, generation) };
    }
    const generation = Math.max(0, traces.length - 1);
    return { generation, traces: traces[generation] ?? {}, before: traces.slice(0, generation) };
  }

  #readout() {
    const now = this.#now.traces;
    const names = traceNames([now]);
    if (names.length === 0) return html`<span class="soft">waiting for the first steps</span>`;
    const step = Math.max(...names.map((name) => now[name].at(-1)?.[0] ?? 0));
    return html`<span><span class="soft">step</span> ${formatCount(step)}</span> ${names.map(
        (name) =>
          html`<span
            ><span class="soft">${labelOf(name)}</span>
            <b>${formatShort(now[name].at(-1)?.[1])}</b></span
          >`,
      )}`;
  }

  #picture() {
    const { width } = this.#size;
    const room = width - 30;
    const { traces, before } = this.#now;
    const names = traceNames([traces, ...before]).slice(0, HEIGHTS.length);
    if (width === 0 || room < 60 || names.length === 0) return html`<div></div>`;
    const faint = someGenerations(before.length, MOST_FAINT).map((g) => before[g]);
    let top = MARGIN.top;
    const panels = names.map((name, i) => {
      const panel = panelOf(name, traces, faint);
      const place = { panel, top: top + MARGIN.gap * i, height: HEIGHTS[i] };
      top += HEIGHTS[i];
      return place;
    });
    const base = top + MARGIN.gap * (names.length - 1);
    const height = base + MARGIN.bottom;
    const most = Math.max(1, ...panels.map(({ panel }) => panel.steps));
    const inner = room - MARGIN.left - MARGIN.right;
    const x = (step: number) => MARGIN.left + (step / most) * inner;
    return html`<svg
      height=${height}
      viewBox="0 0 ${room} ${height}"
      role="img"
      aria-label=${this.#description()}
    >
      ${panels.map((one) => this.#panel(one, x, room))}
      ${linearMarks(0, most, Math.floor(inner / 70))
        .filter(Number.isInteger)
        .map(
          (step) =>
            svg`<text x=${x(step)} y=${base + 17} text-anchor="middle">${formatCount(step)}</text>`,
        )}
      <text x=${MARGIN.left + inner / 2} y=${height - 2} text-anchor="middle">step</text>
    </svg>`;
  }

  #panel(
    { panel, top, height }: { panel: Panel; top: number; height: number },
    x: (step: number) => number,
    room: number,
  ) {
    const { from, to, isLog, now, before } = panel;
    const on = (value: number) => (isLog ? Math.log(value) : value);
    const y = (value: number) =>
      top + height * (1 - (on(value) - on(from)) / (on(to) - on(from) || 1));
    const wanted = Math.floor(height / 32);
    const marks = isLog ? logMarks(from, to, wanted) : linearMarks(from, to, wanted);
    const line = (points: Panel["now"]) =>
      points
        .map(
          ([step, value], i) =>
            `${i === 0 ? "M" : "L"}${x(step).toFixed(1)},${y(value).toFixed(1)}`,
        )
        .join(" ");
    return svg`
      ${marks.map(
        (mark) =>
          svg`<line class="grid" x1=${MARGIN.left} x2=${room - MARGIN.right} y1=${y(mark)} y2=${y(mark)}></line>
          <text x=${MARGIN.left - 8} y=${y(mark) + 4} text-anchor="end">${formatNumber(mark)}</text>`,
      )}
      <text x=${MARGIN.left + 4} y=${top + 2}>${labelOf(panel.name)}</text>
      ${before.map(
        (points, i) =>
          svg`<path class="faint" opacity=${0.2 + (0.4 * (i + 1)) / before.length} d=${line(points)}></path>`,
      )}
      <path class="now" d=${line(now)}></path>`;
  }

  #table() {
    const { traces } = this.#now;
    const names = traceNames([traces]);
    const points = names.length === 0 ? [] : traces[names[0]];
    const rows = someGenerations(points.length, MOST_ROWS).map((i) => [
      formatCount(points[i][0]),
      ...names.map((name) => formatNumber(traces[name][i]?.[1])),
    ]);
    const columns = ["step", ...names.map(labelOf)].map((title) => ({ title }));
    return html`<lab-table
      .label=${"Data of the learning"}
      .columns=${columns}
      .rows=${rows}
    ></lab-table>`;
  }

  #description(): string {
    const { generation, traces } = this.#now;
    const said = traceNames([traces]).map((name) => {
      const points = traces[name];
      return `${labelOf(name)} from ${formatNumber(points[0]?.[1])} to ${formatNumber(points.at(-1)?.[1])}`;
    });
    return `Learning of generation ${generation}, by step: ${said.join(", ") || "nothing yet"}.`;
  }
}

function labelOf(name: string): string {
  return settingLabel(name).replaceAll("-", " ");
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-learning": LabLearning;
  }
}
