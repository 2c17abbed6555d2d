import { html, LitElement, nothing, type PropertyValues, unsafeCSS } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import uPlot from "uplot";
import uPlotStyles from "uplot/dist/uPlot.min.css?inline";
import type { Compared, MetricEntry } from "../hosts/browser/protocol.ts";
import { type ChartData, chartData } from "./chart-data.ts";
import { type ChartColors, alignedData, chartOptions } from "./chart-options.ts";
import { leadOf, legend, readout, readoutInWords, showsMean } from "./chart-words.ts";
import { followCursor, moveCursor } from "./cursor-sync.ts";
import { savers } from "./figure-buttons.ts";
import { formatNumber } from "./format.ts";
import { ownFrame } from "./paint-queue.ts";
import type { Series } from "./series.ts";
import { sharedStyles } from "./shared-styles.ts";
import { chartStyles } from "./chart-styles.ts";

/** Of a chart that is saved, CSS pixels. */
const PICTURE = { width: 720, height: 340 };

/**
 * A metric against the generation: the median over lineages in a band from 5 to 95 %, and what
 * theory says beside it. Knows nothing of runs or workers, draws at most once per frame.
 */
@customElement("lab-trace-chart")
export class LabTraceChart extends LitElement {
  static override styles = [sharedStyles, unsafeCSS(uPlotStyles), chartStyles];

  @property({ attribute: false }) metric!: MetricEntry;
  /** Grows in place; `done` says that it has. */
  @property({ attribute: false }) series!: Series;
  /** Generations to show. */
  @property({ type: Number }) done = 0;
  /** Generations that the run will have, for the width of the axis. */
  @property({ type: Number }) generations = 1;
  @property({ attribute: false }) compared: Compared | null = null;
  /** Changes when the colours of the page do. */
  @property() theme = "light";

  @state() private logX = false;
  /** As the visitor chose; null where nobody did. */
  @state() private logY: boolean | null = null;
  @state() private showsData = false;
  /** Under the cursor; null where there is none. */
  @state() private generation: number | null = null;

  #chart: uPlot | null = null;
  #data: ChartData | null = null;
  #drawnLogY = false;
  #moving = false;
  #unfollow: () => void = () => {};
  readonly #resizes = new ResizeObserver(() => this.#resize());

  override connectedCallback() {
    super.connectedCallback();
    this.#unfollow = followCursor((generation) => this.#follow(generation));
    this.requestUpdate("theme", null);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#unfollow();
    this.#resizes.disconnect();
    this.#destroyChart();
  }

  protected override async scheduleUpdate() {
    await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const { title, unit, summary } = this.metric;
    const toggle = (label: string, on: boolean, flip: () => void, why = "") =>
      html`<button
        class="quiet small"
        aria-pressed=${on}
        ?disabled=${why !== ""}
        title=${why}
        @click=${flip}
      >
        ${label}
      </button>`;
    const signed = this.series.isSigned
      ? "Some values are below zero, where a log axis does not reach."
      : "";
    return html`
      <figure>
        <figcaption>
          <h3 title=${summary}>${title}</h3>
          ${unit === "" ? nothing : html`<span class="soft small">${unit}</span>`}
          <div class="toggles" role="group" aria-label="How to show ${title}">
            ${toggle("log x", this.logX, () => (this.logX = !this.logX))}
            ${toggle("log y", this.#isLogY, () => (this.logY = !this.#isLogY), signed)}
            ${toggle("data", this.showsData, () => this.#toggleData())}
            ${savers(title, { raster: (scale) => this.#raster(scale) })}
          </div>
        </figcaption>
        <p class="readout number small">
          ${
            this.done === 0
              ? html`<span class="soft">waiting for the first generation</span>`
              : readout(this.metric, this.series, this.#shown(), this.#other)
          }
        </p>
        <div
          id="plot"
          tabindex="0"
          role="slider"
          aria-label=${this.#description()}
          aria-orientation="horizontal"
          aria-valuemin="0"
          aria-valuemax=${Math.max(0, this.done - 1)}
          aria-valuenow=${this.#shown()}
          aria-valuetext=${this.#words()}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
          @mouseleave=${() => moveCursor(null)}
        ></div>
        ${legend(this.metric, this.#other === null ? "" : this.compared!.title)}
        ${
          this.#data?.hides === true && this.done > 0
            ? html`<p class="soft small">Some values cannot be shown on these axes.</p>`
            : nothing
        }
        ${
          this.showsData
            ? html`<lab-data-table
                .metric=${this.metric}
                .series=${this.series}
                .done=${this.done}
              ></lab-data-table>`
            : nothing
        }
        <i class="probe" aria-hidden="true"></i>
      </figure>
    `;
  }

  /** Few ask for the numbers. */
  #toggleData(): void {
    void import("./lab-data-table.ts");
    this.showsData = !this.showsData;
  }

  protected override updated(changed: PropertyValues) {
    if (!this.isConnected) return;
    const isOther = ["metric", "theme", "logX", "logY", "generations", "compared"].some((name) =>
      changed.has(name),
    );
    const turned = this.#drawnLogY !== this.#isLogY;
    if (isOther || turned) this.#destroyChart();
    if (isOther || changed.has("series") || changed.has("done")) this.#draw();
  }

  /** A log axis is for values above zero, and a picture without the others would be a wrong one. */
  get #isLogY(): boolean {
    return (this.logY ?? this.series.spansMuch) && !this.series.isSigned;
  }

  /** Of the run beside it, the numbers that the bold line is of; null without any. */
  get #other(): Float64Array | null {
    return this.compared?.[leadOf(this.metric)][this.metric.name] ?? null;
  }

  #draw(): void {
    const axes = { logX: this.logX, logY: this.#isLogY };
    this.#data = chartData(this.series, this.metric.theory, axes, this.generations, this.#other);
    const aligned = alignedData(this.#data, showsMean(this.metric));
    if (this.#chart === null) {
      const plot = this.renderRoot.querySelector<HTMLElement>("#plot")!;
      const { clientWidth: width, clientHeight: height } = plot;
      this.#drawnLogY = axes.logY;
      this.#chart = new uPlot(this.#options({ width, height }), aligned, plot);
      this.#resizes.observe(plot);
    } else {
      this.#chart.setData(aligned);
    }
  }

  #options(size: { readonly width: number; readonly height: number }): uPlot.Options {
    const axes = { logX: this.logX, logY: this.#isLogY };
    const { theory } = this.metric;
    const lead = leadOf(this.metric);
    const moved = (chart: uPlot) => this.#moved(chart);
    const isCompared = this.#other !== null;
    const options = chartOptions(size, axes, theory, lead, this.#colors(), moved, isCompared);
    options.scales!["x"].range = () =>
      this.logX ? [1, Math.max(2, this.generations)] : [0, Math.max(1, this.generations - 1)];
    return options;
  }

  /** For a picture, which is as wide in every window. */
  async #raster(scale: number): Promise<HTMLCanvasElement> {
    const { chartRaster } = await import("./chart-raster.ts");
    return await chartRaster(this.#options(PICTURE), this.#chart!.data, scale);
  }

  #destroyChart(): void {
    this.#resizes.disconnect();
    this.#chart?.destroy();
    this.#chart = null;
  }

  #resize(): void {
    const plot = this.renderRoot.querySelector<HTMLElement>("#plot")!;
    const { clientWidth: width, clientHeight: height } = plot;
    if (this.#chart === null || width === 0) return;
    if (width !== this.#chart.width || height !== this.#chart.height) {
      this.#chart.setSize({ width, height });
    }
  }

  /** The pointer moved: tell the others. */
  #moved({ cursor }: uPlot): void {
    if (this.#moving || this.#data === null) return;
    const index = (cursor.left ?? -1) < 0 ? null : cursor.idx;
    const last = this.done - 1;
    const generation =
      last < 0 || index === null || index === undefined
        ? null
        : Math.min(last, this.#data.generations[index] ?? last);
    if (generation !== this.generation) moveCursor(generation);
  }

  /** The cursor moved, here or in another chart. */
  #follow(generation: number | null): void {
    this.generation = generation;
    const chart = this.#chart;
    if (chart === null) return;
    this.#moving = true;
    const left = generation === null ? -10 : chart.valToPos(generation + (this.logX ? 1 : 0), "x");
    chart.setCursor({ left, top: generation === null ? -10 : 1 });
    this.#moving = false;
  }

  #key(event: KeyboardEvent): void {
    const last = this.done - 1;
    if (last < 0) return;
    const page = Math.max(1, Math.round(this.done / 10));
    const from = this.#shown();
    const goals: Readonly<Record<string, number | null>> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      PageDown: from - page,
      PageUp: from + page,
      Home: 0,
      End: last,
      Escape: null,
    };
    const goal = goals[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    moveCursor(goal === null ? null : Math.min(last, Math.max(0, goal)));
  }

  /** The generation that the readout is about: the cursor's, or the newest. */
  #shown(): number {
    const last = Math.max(0, this.done - 1);
    return this.generation === null ? last : Math.min(last, this.generation);
  }

  #words(): string {
    if (this.done === 0) return "no generation yet";
    return readoutInWords(this.metric, this.series, this.#shown(), this.#other);
  }

  #description(): string {
    const last = this.done - 1;
    const latest = last < 0 ? "no value" : formatNumber(this.series.at("median", last));
    return `${this.metric.title} over generations. Latest median: ${latest} ${this.metric.unit}`;
  }

  /** Canvas knows no custom properties, so an unseen element resolves them. */
  #colors(): ChartColors {
    const probe = this.renderRoot.querySelector<HTMLElement>(".probe")!;
    const resolve = (color: string) => {
      probe.style.color = color;
      return getComputedStyle(probe).color;
    };
    return {
      ink: resolve("var(--ink)"),
      soft: resolve("var(--ink-soft)"),
      line: resolve("var(--line)"),
      accent: resolve("var(--accent)"),
      band: resolve("color-mix(in oklab, var(--accent) 20%, transparent)"),
      font: getComputedStyle(this).fontFamily,
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-trace-chart": LabTraceChart;
  }
}
