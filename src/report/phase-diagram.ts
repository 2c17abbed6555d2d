import type { Diagram, Panel } from "../sweeps/diagram.ts";
import { escaped } from "./escaped.ts";
import type { Mark } from "./sweep-script.ts";

const WIDTH = 560;
const RIGHT = 16;
const TOP = 8;
const BOTTOM = 46;
const CHARACTER = 6.6;
/** CSS pixels of the drawing. */
const MOST_HEIGHT = 420;
const ROW_HEIGHT = 40;
/** Characters of a label beside the diagram. */
const MOST_CHARACTERS = 18;

/** One panel of a diagram as an inline SVG: a rectangle for each point, and lines above them. */
export function phaseDiagram(
  { x, y, isoLines }: Pick<Diagram, "x" | "y" | "isoLines">,
  { rows }: Panel,
  marks: readonly Mark[],
  label: string,
): string {
  const names = (y?.texts ?? [""]).map(shortened);
  const widest = Math.max(0, ...names.map(({ length }) => length));
  const left = y === null ? RIGHT : Math.ceil(34 + widest * CHARACTER);
  const width = (WIDTH - left - RIGHT) / x.texts.length;
  // A label along a side needs its length.
  const least = y === null ? 0 : ((y.label.length + 2) * CHARACTER) / rows.length;
  const usual = rows.length === 1 ? 60 : ROW_HEIGHT;
  const height = Math.min(Math.max(usual, least), MOST_HEIGHT / rows.length);
  const bottom = TOP + rows.length * height;
  // The first value stands at the bottom, as on any axis.
  const top = (row: number) => bottom - (row + 1) * height;
  const cells = rows.flatMap((row, j) =>
    row.map((point, i) => {
      const at = `x="${number(left + i * width)}" y="${number(top(j))}" width="${number(width)}" height="${number(height)}"`;
      if (point === null) return `<rect class="void" ${at}/>`;
      const place = escaped(placeOf(x, y, i, j));
      const { fill, text, isFailed = false } = marks[point];
      const [x1, y1, x2, y2] = [left + i * width, top(j), left + (i + 1) * width, top(j) + height];
      const cross = isFailed
        ? `<path class="failed" d="M${number(x1)},${number(y1)}L${number(x2)},${number(y2)}M${number(x1)},${number(y2)}L${number(x2)},${number(y1)}"/>`
        : "";
      return `<rect class="cell" ${at} fill="${fill ?? "none"}" data-point="${point}" data-at="${place}"><title>${place}: ${escaped(text)}</title></rect>${cross}`;
    }),
  );
  const columns = spaced(x.texts, width).map(
    (i) =>
      `<text class="tick" x="${number(left + (i + 0.5) * width)}" y="${number(bottom + 16)}" text-anchor="middle">${escaped(shortened(x.texts[i]))}</text>`,
  );
  const stride = Math.ceil(13 / height);
  const lines = names.flatMap((name, j) =>
    j % stride === 0
      ? [
          `<text class="tick" x="${left - 6}" y="${number(top(j) + height / 2)}" dy="0.32em" text-anchor="end">${escaped(name)}</text>`,
        ]
      : [],
  );
  const isos = isoLines.map(({ label: name, points }) => {
    const at = points.map(([i, j]): readonly [number, number] => [
      left + (i + 0.5) * width,
      bottom - (j + 0.5) * height,
    ]);
    const [endX, endY] = at[Math.floor(at.length / 2)];
    const path = at.map(([one, other]) => `${number(one)},${number(other)}`).join(" ");
    return `<polyline class="iso halo" points="${path}"/><polyline class="iso" points="${path}"/><text class="iso" x="${number(endX)}" y="${number(endY - 5)}" text-anchor="middle">${escaped(name)}</text>`;
  });
  const middle = (TOP + bottom) / 2;
  const side =
    y === null
      ? ""
      : `<text class="label" transform="rotate(-90)" x="${number(-middle)}" y="13" text-anchor="middle">${escaped(y.label)}</text>`;
  return `<svg viewBox="0 0 ${WIDTH} ${number(bottom + BOTTOM)}" role="img" aria-label="${escaped(label)}">
${cells.join("")}
${columns.join("")}${lines.join("")}${isos.join("")}
<text class="label" x="${number((left + WIDTH - RIGHT) / 2)}" y="${number(bottom + 38)}" text-anchor="middle">${escaped(x.label)}</text>${side}
</svg>`;
}

/** Colours from low to high over five labels, of which a script may change the texts. */
export function colourKey(
  palette: readonly string[],
  ticks: readonly string[],
  title: string,
  isFixed: boolean,
): string {
  const [left, width, height] = [44, WIDTH - 88, 10];
  const step = width / palette.length;
  const bars = palette.map(
    (colour, i) =>
      `<rect x="${number(left + i * step)}" y="0" width="${number(step + 0.5)}" height="${height}" fill="${colour}"/>`,
  );
  const texts = ticks.map((tick, i) => {
    const at = number(left + (i / (ticks.length - 1)) * width);
    return `<text class="tick" x="${at}" y="${height + 15}" text-anchor="middle"${isFixed ? "" : ` data-tick="${i}"`}>${escaped(tick)}</text>`;
  });
  return `<svg class="colours" viewBox="0 0 ${WIDTH} ${height + 22}" role="img" aria-label="${escaped(title)}">${bars.join("")}${texts.join("")}</svg>`;
}

/** "samples 100, fraction 0.1". */
export function placeOf(x: Diagram["x"], y: Diagram["y"], i: number, j: number): string {
  const across = `${x.label} ${x.texts[i]}`;
  return y === null ? across : `${across}, ${y.label} ${y.texts[j]}`;
}

/** Places of the labels that do not touch each other. */
export function spaced(texts: readonly string[], width: number): number[] {
  const widest = Math.max(...texts.map((text) => shortened(text).length)) * CHARACTER + 8;
  const stride = Math.max(1, Math.ceil(widest / width));
  return texts.flatMap((_, i) => (i % stride === 0 ? [i] : []));
}

export function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

export function number(value: number): string {
  return String(Number(value.toFixed(2)));
}
