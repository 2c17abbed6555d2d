import { someGenerations } from "../histogram.ts";
import { HEIGHT, WIDTH, axes, stepScale, valueScale } from "./axes.ts";
import { escaped } from "./escaped.ts";
import type { MetricSeries } from "./series.ts";

/** More points than this are closer together than a printer's dots. */
const MAX_POINTS = 1000;

type Point = readonly [generation: number, value: number | null];

/** A metric against the generation as an inline SVG: median, 5-95 % band, closed forms and their mean. */
export function chart({ title, unit, summaries, theory }: MetricSeries): string {
  const shown = someGenerations(summaries.length, MAX_POINTS);
  const pick = (value: (g: number) => number | null): Point[] => shown.map((g) => [g, value(g)]);
  const low = pick((g) => summaries[g].q05);
  const high = pick((g) => summaries[g].q95);
  const median = pick((g) => summaries[g].median);
  const mean = pick((g) => summaries[g].mean);
  const curves = theory.map(({ statistic, values }) => ({
    style: `theory of-${statistic}`,
    points: pick((g) => values[g] ?? null),
  }));
  const styles = lineStyles(theory);
  const lines = [
    { style: styles.median, points: median },
    ...(styles.mean === null ? [] : [{ style: styles.mean, points: mean }]),
    ...curves,
  ];

  const drawn = [low, high, ...lines.map(({ points }) => points)];
  const y = valueScale(drawn.flat().map(([, value]) => value));
  const x = stepScale(0, summaries.length - 1);
  const at = ([g, value]: Point) => `${x(g).toFixed(2)},${y.scale(value!).toFixed(2)}`;
  const visible = ([, value]: Point) => y.shows(value);
  const line = (points: readonly Point[], style: string) =>
    runsOf(points, visible)
      .map((run) =>
        run.length === 1
          ? `<circle class="${style} dot" cx="${x(run[0][0])}" cy="${y.scale(run[0][1]!)}" r="2"/>`
          : `<polyline class="${style}" points="${run.map(at).join(" ")}"/>`,
      )
      .join("");

  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(described(title, unit, summaries.length, y.logarithmic))}">
${axes(x, y, { x: "generation", y: labelOf(title, unit, y.logarithmic) })}
${band(low, high, visible, at)}
${lines.map(({ style, points }) => line(points, style)).join("")}
</svg>`;
}

/**
 * A mean is drawn only where it can be compared with theory: elsewhere it explains nothing. Where
 * theory knows the mean alone, it is the line that stands out, or theory would seem to be wrong.
 */
export function lineStyles(theory: MetricSeries["theory"]): {
  readonly median: string;
  readonly mean: string | null;
} {
  const known = theory.map(({ statistic }) => statistic);
  if (!known.includes("mean")) return { median: "median", mean: null };
  return known.includes("median")
    ? { median: "median", mean: "mean" }
    : { median: "median thin", mean: "mean lead" };
}

/** E.g. "Variance (data units², log axis)". */
export function labelOf(title: string, unit: string, logarithmic: boolean): string {
  const remarks = [...(unit === "" ? [] : [unit]), ...(logarithmic ? ["log axis"] : [])];
  return remarks.length === 0 ? title : `${title} (${remarks.join(", ")})`;
}

function described(title: string, unit: string, generations: number, logarithmic: boolean): string {
  const scale = logarithmic ? " on a logarithmic axis" : "";
  const dimension = unit === "" ? "" : ` in ${unit}`;
  return `${title}${dimension}${scale} over ${generations} generations`;
}

function band(
  low: readonly Point[],
  high: readonly Point[],
  visible: (point: Point) => boolean,
  at: (point: Point) => string,
): string {
  const pairs = low.map((point, i) => [point, high[i]] as const);
  return runsOf(pairs, ([lower, upper]) => visible(lower) && visible(upper))
    .map((run) => {
      const outline = [
        ...run.map(([, upper]) => upper),
        ...run.map(([lower]) => lower).toReversed(),
      ];
      return `<polygon class="band" points="${outline.map(at).join(" ")}"/>`;
    })
    .join("");
}

/** The longest stretches whose items all pass. */
function runsOf<T>(items: readonly T[], passes: (item: T) => boolean): T[][] {
  const runs: T[][] = [];
  let open = false;
  for (const item of items) {
    const passed = passes(item);
    if (passed && open) runs.at(-1)!.push(item);
    else if (passed) runs.push([item]);
    open = passed;
  }
  return runs;
}
