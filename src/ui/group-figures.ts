import { css, html, nothing, svg } from "lit";
import type { GroupCurves } from "../group-curves.ts";
import {
  type ForeseenLine,
  type GroupQuantity,
  type KnownGroups,
  foreseenOf,
} from "../group-figures.ts";
import { linearMarks } from "./axis-marks.ts";
import { savers } from "./figure-buttons.ts";
import { formatShort } from "./format.ts";

/** Lines that can be told apart by colour and dashes. */
const STYLES = 12;
const HEIGHT = 230;
const MARGIN = { left: 44, right: 12, top: 10, bottom: 38 };

/** Of lines by their number: twice six dashes. */
export const groupStyles = css`
  figcaption > .about {
    order: 1;
    inline-size: 100%;
  }

  svg.lines {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }

  .lines text {
    fill: var(--ink-soft);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }

  .lines .grid {
    stroke: var(--line);
  }

  .swatch {
    inline-size: 1.75rem;
    block-size: 0.5rem;
    margin-inline-end: 0.375rem;
    vertical-align: middle;
  }

  .group {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
    stroke-linejoin: round;
  }

  .group:is(.of-1, .of-3, .of-5, .of-7, .of-9, .of-11) {
    stroke: var(--ink);
  }

  .group:is(.of-2, .of-3) {
    stroke-dasharray: 7 4;
  }

  .group:is(.of-4, .of-5) {
    stroke-dasharray: 2 3;
  }

  .group:is(.of-6, .of-7) {
    stroke-dasharray: 8 3 2 3;
  }

  .group:is(.of-8, .of-9) {
    stroke-dasharray: 14 4;
  }

  .group:is(.of-10, .of-11) {
    stroke-dasharray: 1 5;
  }

  .group.foreseen {
    stroke-width: 1;
    stroke-dasharray: none;
    opacity: 0.75;
  }
`;

/** One line for each group, `width` pixels wide. */
export function groupFigure(
  curves: GroupCurves,
  quantity: GroupQuantity,
  known: KnownGroups,
  width: number,
) {
  const { title, summary } = quantity;
  const { generations } = curves;
  const last = generations.at(-1)!;
  const drawn = curves.groups.flatMap((group, i): Line[] => {
    const values = quantity.values(group);
    return values === null ? [] : [{ name: group.name, values, style: styleOf(i) }];
  });
  const foreseen = foreseenOf(curves, quantity, known);
  const said = drawn.map(({ name, values }) => `${name}: ${formatShort(values.at(-1))}`);
  return html`<figure>
    <figcaption>
      <h3>${title}</h3>
      <span class="about soft small">${summary}</span>
      <div class="toggles">${savers(title)}</div>
    </figcaption>
    <p class="small number">Generation ${last}: ${said.join(", ")}</p>
    ${width === 0 ? nothing : lines(generations, drawn, foreseen?.lines ?? [], width, `${title}: ${said.join(", ")}`)}
    <div class="legend small soft">
      ${drawn.map(
        ({ name, style }) =>
          html`<span
            ><svg class="swatch" viewBox="0 0 28 8" aria-hidden="true">
              <line class=${style} x2="28" y1="4" y2="4" /></svg
            >${name}</span
          >`,
      )}
    </div>
    ${foreseen === null ? nothing : html`<p class="small soft">${foreseen.note}</p>`}
  </figure>`;
}

interface Line {
  readonly name: string;
  readonly values: readonly number[];
  /** Of the group in all figures. */
  readonly style: string;
}

function lines(
  generations: readonly number[],
  drawn: readonly Line[],
  foreseen: readonly ForeseenLine[],
  width: number,
  label: string,
) {
  const most = topOf(
    drawn.flatMap(({ values }) => values).reduce((a, b) => (b > a ? b : a), 0) || 1,
  );
  const last = Math.max(1, generations.at(-1)!);
  const [right, bottom] = [width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const x = (g: number) => MARGIN.left + (g / last) * (right - MARGIN.left);
  const y = (value: number) => bottom - (value / most) * (bottom - MARGIN.top);
  return html`<svg
    class="lines"
    viewBox="0 0 ${width} ${HEIGHT}"
    height=${HEIGHT}
    role="img"
    aria-label=${label}
  >
    ${linearMarks(0, most, 4).map(
      (mark) =>
        svg`<line class="grid" x1=${MARGIN.left} x2=${right} y1=${y(mark)} y2=${y(mark)} />
        <text x=${MARGIN.left - 6} y=${y(mark)} dy="0.32em" text-anchor="end">${formatShort(mark)}</text>`,
    )}
    ${linearMarks(0, last, Math.floor(width / 90))
      .filter(Number.isInteger)
      .map((mark) => svg`<text x=${x(mark)} y=${bottom + 16} text-anchor="middle">${mark}</text>`)}
    <text x=${(MARGIN.left + right) / 2} y=${HEIGHT - 4} text-anchor="middle">generation</text>
    ${foreseen.map(({ place, points }) => {
      const path = points.map(([g, value]) => `${x(g).toFixed(1)},${y(value).toFixed(1)}`);
      return svg`<polyline class="${styleOf(place)} foreseen" points=${path.join(" ")} />`;
    })}
    ${drawn.map(({ values, style }) => {
      const points = values.flatMap((value, j) =>
        Number.isFinite(value) ? [`${x(generations[j]).toFixed(1)},${y(value).toFixed(1)}`] : [],
      );
      return svg`<polyline class=${style} points=${points.join(" ")} />`;
    })}
  </svg>`;
}

/** The first round number that no value is above. */
function topOf(most: number): number {
  const [first, second] = linearMarks(0, most, 4);
  const step = second - first;
  return step * Math.ceil(most / step - 1e-9);
}

function styleOf(i: number): string {
  return `group of-${i % STYLES}`;
}
