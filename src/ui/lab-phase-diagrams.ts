import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { SweepPicture } from "../hosts/browser/sweep-protocol.ts";
import { phaseDiagram, placeOf } from "../report/phase-diagram.ts";
import { profileChart } from "../report/profile-chart.ts";
import { type Mark, type Painting, painting } from "../report/sweep-script.ts";
import { colourKeys, dataTable } from "./diagram-parts.ts";
import { diagramStyles } from "./diagram-styles.ts";
import { savers } from "./figure-buttons.ts";
import { formatCount } from "./format.ts";
import { sharedStyles } from "./shared-styles.ts";

const KINDS = [
  { kind: "measured", title: "Measured: mean over lineages" },
  { kind: "theory", title: "Theory: the closed form" },
  { kind: "difference", title: "Measured − theory, in standard errors" },
] as const;

/** Where a point stands. */
interface Place {
  readonly panel: number;
  readonly row: number;
  readonly column: number;
}

/**
 * The diagrams of a sweep, in any quantity and generation, and what is known of the point under the
 * pointer or the cursor. Fires "open-cell" with the number of a cell.
 */
@customElement("lab-phase-diagrams")
export class LabPhaseDiagrams extends LitElement {
  static override styles = [sharedStyles, diagramStyles];

  @property({ attribute: false }) picture!: SweepPicture;

  @state() private quantity = 0;
  /** Place among the generations of the picture; null for the newest. */
  @state() private step: number | null = null;
  @state() private cursor: Place | null = null;
  /** The point under the pointer. */
  @state() private hovered: number | null = null;

  #painted: Painting | null = null;

  protected override willUpdate() {
    const { data, quantities, points, failed } = this.picture;
    if (this.quantity >= quantities.length) this.quantity = 0;
    if (this.cursor !== null && this.#pointAt(this.cursor) === null) this.cursor = null;
    if (quantities.length === 0) return (this.#painted = null);
    const painted = painting(data, this.quantity, this.#at);
    const messages = new Map(failed.map(({ cell, message }) => [cell, message]));
    const marked = (marks: readonly Mark[]) =>
      marks.map((mark, point): Mark => {
        const message = points[point].map((cell) => messages.get(cell)).find(Boolean);
        if (message === undefined || mark.fill !== null) return mark;
        return { ...mark, text: `failed: ${message}`, isFailed: true };
      });
    return (this.#painted = { ...painted, measured: marked(painted.measured) });
  }

  protected override render() {
    const { picture } = this;
    const painted = this.#painted;
    if (painted === null) return html`<p class="soft small">No metric of it is one number.</p>`;
    const { generations } = picture.data;
    return html`
      <div class="controls">
        <label>
          <span class="small soft">Colour</span>
          <select
            @change=${({ target }: Event) =>
              (this.quantity = Number((target as HTMLSelectElement).value))}
          >
            ${picture.quantities.map(
              ({ title, unit }, i) =>
                html`<option value=${i} .selected=${i === this.quantity}>
                  ${unit === "" ? title : `${title}, ${unit}`}
                </option>`,
            )}
          </select>
        </label>
        <label class="generation">
          <span class="small soft"
            >Generation <b class="number">${formatCount(generations[this.#at])}</b></span
          >
          <input
            type="range"
            min="0"
            max=${generations.length - 1}
            step="1"
            .value=${String(this.#at)}
            aria-valuetext=${`generation ${generations[this.#at]}`}
            @input=${({ target }: Event) => {
              const step = (target as HTMLInputElement).valueAsNumber;
              this.step = step === generations.length - 1 ? null : step;
            }}
          />
        </label>
        <div class="save" role="group" aria-label="Save the diagrams">
          ${savers("the diagrams", this.#figure())}
        </div>
      </div>
      <div
        class="multiples"
        tabindex="0"
        role="application"
        aria-roledescription="phase diagram"
        aria-label="Cells of the sweep: arrows move between them, Enter opens one in the lab"
        aria-describedby="readout"
        @keydown=${(event: KeyboardEvent) => this.#press(event)}
        @focus=${() => (this.cursor ??= this.#first())}
        @pointermove=${(event: PointerEvent) => (this.hovered = pointUnder(event))}
        @pointerleave=${() => (this.hovered = null)}
        @click=${(event: PointerEvent) => {
          const point = pointUnder(event);
          if (point !== null) this.cursor = this.#placeOfPoint(point);
        }}
      >
        ${picture.panels.map((panel) => this.#panel(panel, painted))}
      </div>
      ${this.#readout(painted)} ${colourKeys(picture, painted)}
      ${dataTable(picture, painted, (point) => {
        const place = this.#placeOfPoint(point);
        return place === null ? null : this.#nameOf(place);
      })}
    `;
  }

  protected override updated(_: PropertyValues<this>) {
    const shown = this.#shownPoint();
    for (const rect of this.renderRoot.querySelectorAll<SVGElement>(
      ".multiples [data-point], .multiples [data-dot]",
    )) {
      const { point, dot } = rect.dataset;
      const isHere = shown !== null && Number(point ?? dot) === shown;
      rect.classList.toggle("here", isHere);
      // Its frame lies above the neighbours.
      if (isHere && dot === undefined) rect.parentNode!.append(rect);
    }
  }

  /** The diagrams as they are shown, for a picture of them. */
  #figure() {
    const { title, unit } = this.picture.quantities[this.quantity];
    return {
      figure: this,
      title: unit === "" ? title : `${title}, ${unit}`,
      subtitle: `generation ${this.picture.data.generations[this.#at]}`,
    };
  }

  #panel(panel: SweepPicture["panels"][number], painted: Painting) {
    const { picture } = this;
    const shown = KINDS.filter(({ kind }) => painted.hasTheory || kind === "measured");
    const line = picture.y === null ? profileChart(picture, panel, painted, "Mean") : null;
    return html`<div class="panel">
      ${panel.title === "" ? nothing : html`<h4>${panel.title}</h4>`}
      ${line === null ? nothing : html`<figure class="line">${unsafeHTML(line)}</figure>`}
      ${shown.map(
        ({ kind, title }) =>
          html`<figure>
            <figcaption class="small">${title}</figcaption>
            ${unsafeHTML(phaseDiagram(picture, panel, painted[kind], `${title} ${panel.title}`.trim()))}
          </figure>`,
      )}
    </div>`;
  }

  #readout({ measured, theory, difference, hasTheory }: Painting) {
    const point = this.#shownPoint();
    const place = point === null ? null : this.#placeOfPoint(point);
    if (point === null || place === null) {
      return html`<p id="readout" class="readout small soft">
        Point at a cell, or move between cells by the arrow keys, to read it.
      </p>`;
    }
    const words = [
      `measured ${measured[point].text}`,
      ...(hasTheory
        ? [`theory ${theory[point].text}`, `difference ${difference[point].text}`]
        : []),
    ];
    const [cell] = this.picture.points[point];
    return html`<div class="readout">
      <p id="readout" role="status"><b>${this.#nameOf(place)}</b>: ${words.join("; ")}</p>
      <button class="quiet small" @click=${() => this.#open(cell)}>
        Open this cell in the lab
      </button>
    </div>`;
  }

  get #at(): number {
    const { data, done, underway } = this.picture;
    const last = data.generations.length - 1;
    if (this.step !== null) return Math.max(0, Math.min(this.step, last));
    // Before anything is finished, the newest generation is better than an empty last one.
    const reached = done > 0 || underway === null ? Infinity : underway.generations - 1;
    return Math.max(
      0,
      data.generations.findLastIndex((generation) => generation <= reached),
    );
  }

  #shownPoint(): number | null {
    if (this.hovered !== null && this.hovered < this.picture.points.length) return this.hovered;
    return this.cursor === null ? null : this.#pointAt(this.cursor);
  }

  #pointAt({ panel, row, column }: Place): number | null {
    return this.picture.panels[panel]?.rows[row]?.[column] ?? null;
  }

  #placeOfPoint(point: number): Place | null {
    for (const [panel, { rows }] of this.picture.panels.entries()) {
      for (const [row, points] of rows.entries()) {
        const column = points.indexOf(point);
        if (column >= 0) return { panel, row, column };
      }
    }
    return null;
  }

  #first(): Place | null {
    return this.picture.points.length === 0 ? null : this.#placeOfPoint(0);
  }

  #nameOf({ panel, row, column }: Place): string {
    const { x, y, panels } = this.picture;
    const parts = [panels[panel].title, placeOf(x, y, column, row)];
    return parts.filter((part) => part !== "").join(", ");
  }

  #press(event: KeyboardEvent): void {
    const at = this.cursor ?? this.#first();
    if (at === null || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      const point = this.#pointAt(at);
      if (point !== null) this.#open(this.picture.points[point][0]);
      return;
    }
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.hovered = null;
    // What makes no sense is stepped over.
    let next: Place = at;
    do {
      next = {
        panel: next.panel + (step.panel ?? 0),
        row: next.row + (step.row ?? 0),
        column: next.column + (step.column ?? 0),
      };
      if (this.picture.panels[next.panel]?.rows[next.row]?.[next.column] === undefined) return;
    } while (this.#pointAt(next) === null);
    this.cursor = next;
  }

  #open(detail: number): void {
    this.dispatchEvent(new CustomEvent("open-cell", { detail }));
  }
}

/** The first value of an axis is at the left and at the bottom. */
const STEPS: Readonly<Record<string, Partial<Place> | undefined>> = {
  ArrowLeft: { column: -1 },
  ArrowRight: { column: 1 },
  ArrowUp: { row: 1 },
  ArrowDown: { row: -1 },
  PageUp: { panel: -1 },
  PageDown: { panel: 1 },
};

function pointUnder(event: Event): number | null {
  const [target] = event.composedPath();
  if (!(target instanceof SVGElement)) return null;
  const { point, dot } = target.dataset;
  const number = point ?? dot;
  return number === undefined ? null : Number(number);
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-phase-diagrams": LabPhaseDiagrams;
  }
}
