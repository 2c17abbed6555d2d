import type { Diagram, Panel } from "../sweeps/diagram.ts";
import { escaped } from "./escaped.ts";
import { number, shortened, spaced } from "./phase-diagram.ts";
import type { Painting } from "./sweep-script.ts";

const WIDTH = 560;
const LEFT = 76;
const RIGHT = 16;
const TOP = 10;
const HEIGHT = 230;
const BOTTOM = TOP + HEIGHT;

/**
 * A quantity over the only setting of a sweep, with its standard errors and the closed form. Numbers
 * are at the height of their place among the colours, so that a script can move them.
 */
export function profileChart(
  { x }: Pick<Diagram, "x">,
  { rows }: Panel,
  painted: Painting,
  label: string,
): string {
  const step = (WIDTH - LEFT - RIGHT) / x.texts.length;
  const at = (i: number) => number(LEFT + (i + 0.5) * step);
  const level = (place: number) => number(BOTTOM - HEIGHT * place);
  const shown = rows[0].flatMap((point, i) => (point === null ? [] : [{ point, i }]));
  const grid = painted.ticks.map((tick, i) => {
    const y = level(i / (painted.ticks.length - 1));
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="tick" x="${LEFT - 8}" y="${y}" dy="0.32em" text-anchor="end" data-tick="${i}">${escaped(tick)}</text>`;
  });
  const columns = spaced(x.texts, step).map(
    (i) =>
      `<text class="tick" x="${at(i)}" y="${BOTTOM + 18}" text-anchor="middle">${escaped(shortened(x.texts[i]))}</text>`,
  );
  const theory = shown.flatMap(({ point, i }) => {
    const { place } = painted.theory[point];
    return place === null ? [] : [`${at(i)},${level(place)}`];
  });
  const line = `<polyline class="theory of-mean" data-line="${shown.map(({ point, i }) => `${at(i)}:${point}`).join(" ")}" points="${theory.join(" ")}"/>`;
  const dots = shown.map(({ point, i }) => {
    const { place, text } = painted.measured[point];
    const spread = painted.spreads[point];
    const [from, to] = (spread ?? [0, 0]).map(level);
    const name = escaped(`${x.label} ${x.texts[i]}`);
    return `<line class="spread" data-spread="${point}" x1="${at(i)}" x2="${at(i)}" y1="${from}" y2="${to}"/><circle class="measured" data-dot="${point}" data-at="${name}" cx="${at(i)}" cy="${level(place ?? 0)}" r="4.5" visibility="${place === null ? "hidden" : "visible"}"><title>${name}: ${escaped(text)}</title></circle>`;
  });
  return `<svg class="profile" viewBox="0 0 ${WIDTH} ${BOTTOM + 46}" data-bottom="${BOTTOM}" data-height="${HEIGHT}" role="img" aria-label="${escaped(label)}">
${grid.join("")}${columns.join("")}
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${BOTTOM}" y2="${BOTTOM}"/>
<text class="label" x="${number((LEFT + WIDTH - RIGHT) / 2)}" y="${BOTTOM + 38}" text-anchor="middle">${escaped(x.label)}</text>
${line}${dots.join("")}
</svg>`;
}
