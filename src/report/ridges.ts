import { scaleLinear, scaleLog } from "d3-scale";
import {
  type Histogram,
  densities,
  extremes,
  placeOf,
  quantile,
  someGenerations,
  trimmed,
} from "../histogram.ts";
import { MARGIN, WIDTH } from "./axes.ts";
import { escaped } from "./escaped.ts";
import { rounded } from "./numbers.ts";
import type { HistogramSeries } from "./series.ts";

/** Ridges that can be told apart, how far from one to the next, and how high the highest is. */
const MOST_RIDGES = 12;
const STEP = 30;
const PEAK = 70;

/** A histogram of each generation, one behind the other, with that of generation 0 behind each. */
export function ridges(series: HistogramSeries): string {
  const { title, unit, names, counts: all } = series;
  const { histogram, counts } = shownOf(series);
  const shown = someGenerations(all.length, MOST_RIDGES);
  const heights = shown.map((g) => densities(histogram, counts[g]));
  const highest = heights.flat().reduce((most, height) => Math.max(most, height), 1e-12);
  const lowest = MARGIN.top + PEAK + STEP * Math.max(0, shown.length - 1);
  const x = (value: number) =>
    MARGIN.left + placeOf(histogram, value) * (WIDTH - MARGIN.left - MARGIN.right);
  const outline = (one: readonly number[], base: number) => {
    const steps = one.map((density, i) => {
      const y = (base - (PEAK * density) / highest).toFixed(2);
      return `L${x(histogram.edges[i]).toFixed(2)},${y}L${x(histogram.edges[i + 1]).toFixed(2)},${y}`;
    });
    return `M${x(histogram.edges[0])},${base}${steps.join("")}L${x(histogram.edges.at(-1)!)},${base}`;
  };
  const grid = marksOf(histogram, names).map(({ at, label }) => {
    const place = x(at).toFixed(2);
    // There is no room for half a long number beyond the last place.
    const anchor = x(at) > WIDTH - 2 * MARGIN.right ? "end" : "middle";
    return `<line class="grid" x1="${place}" x2="${place}" y1="${MARGIN.top}" y2="${lowest}"/><text class="tick" x="${place}" y="${lowest + 18}" text-anchor="${anchor}">${escaped(label)}</text>`;
  });
  const drawn = shown.map((g, i) => {
    const base = MARGIN.top + PEAK + STEP * i;
    const first = g === 0 ? "" : `<path class="first" d="${outline(heights[0], base)}"/>`;
    const middle = names === null ? x(quantile(histogram, counts[g], 0.5)) : NaN;
    const tick = Number.isNaN(middle)
      ? ""
      : `<line class="middle" x1="${middle.toFixed(2)}" x2="${middle.toFixed(2)}" y1="${base - 8}" y2="${base}"/>`;
    return `<path class="ridge" d="${outline(heights[i], base)}"/>${first}${tick}<text class="tick" x="${MARGIN.left - 8}" y="${base}" text-anchor="end">${g}</text>`;
  });
  const height = lowest + MARGIN.bottom;
  const label = unit === "" ? title.toLowerCase() : unit;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(`${title} of ${all.length} generations. ${inWords(series)}`)}">
${grid.join("")}
${drawn.join("")}
<text class="label" x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${height - 6}" text-anchor="middle">${escaped(label)}</text>
<text class="label" transform="rotate(-90)" x="${-(MARGIN.top + lowest) / 2}" y="14" text-anchor="middle">generation</text>
</svg>`;
}

/** The first generation and the last one, in numbers. */
export function inWords({ bins, names, counts }: HistogramSeries): string {
  const ends = [...new Set([0, counts.length - 1])].filter((g) => g >= 0);
  const said = ends.map((g) => {
    if (names !== null) return `generation ${g}: ${extremes(names, counts[g])}`;
    const value = (share: number) => rounded(quantile(bins, counts[g], share));
    return `generation ${g}: median ${value(0.5)}, 5–95 % from ${value(0.05)} to ${value(0.95)}`;
  });
  return said.join("; ");
}

/** All classes, or of numbers the range that any generation has. */
function shownOf({ bins, names, counts }: HistogramSeries) {
  if (names === null) return trimmed(bins, counts);
  const histogram = { edges: bins.edges.slice(0, names.length + 1), scale: bins.scale };
  return { histogram, counts: counts.map((one) => one.subarray(0, names.length)) };
}

function marksOf({ edges, scale }: Histogram, names: readonly string[] | null) {
  if (names !== null) {
    return names.map((label, i) => ({ at: (edges[i] + edges[i + 1]) / 2, label }));
  }
  const domain = [edges[0], edges.at(-1)!];
  if (scale === "linear") {
    const ticks = scaleLinear().domain(domain).ticks(8);
    return ticks.map((at) => ({ at, label: at.toLocaleString("en") }));
  }
  const fine = scaleLog().domain(domain).ticks();
  const leading = (at: number) => Number(at.toExponential(0).split("e")[0]);
  const kept = domain[1] / domain[0] > 1e3 ? [1] : [1, 2, 5];
  return fine
    .filter((at) => kept.includes(leading(at)))
    .map((at) => ({ at, label: at.toLocaleString("en") }));
}
