import { scaleLinear, scaleLog } from "d3-scale";
import { escaped } from "./escaped.ts";
import type { MetricSeries } from "./series.ts";

const WIDTH = 640;
const HEIGHT = 340;
const MARGIN = { top: 12, right: 16, bottom: 44, left: 76 };
/** More points than this are closer together than a printer's dots. */
const MAX_POINTS = 1000;
/** A positive metric that spans more than this is drawn on a log axis. */
const LOG_SPAN = 100;
/** More labels than this on a log axis would touch. */
const MAX_DECADES = 7;

type Point = readonly [generation: number, value: number | null];

/** A metric against the generation as an inline SVG: median, 5-95 % band, closed forms and their mean. */
export function chart({ title, unit, summaries, theory }: MetricSeries): string {
  const shown = evenly(summaries.length);
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
  const x = scaleLinear()
    .domain([0, Math.max(1, summaries.length - 1)])
    .range([MARGIN.left, WIDTH - MARGIN.right]);
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
${axes(x, y, labelOf(title, unit, y.logarithmic))}
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
function labelOf(title: string, unit: string, logarithmic: boolean): string {
  const remarks = [...(unit === "" ? [] : [unit]), ...(logarithmic ? ["log axis"] : [])];
  return remarks.length === 0 ? title : `${title} (${remarks.join(", ")})`;
}

function described(title: string, unit: string, generations: number, logarithmic: boolean): string {
  const scale = logarithmic ? " on a logarithmic axis" : "";
  const dimension = unit === "" ? "" : ` in ${unit}`;
  return `${title}${dimension}${scale} over ${generations} generations`;
}

function valueScale(values: readonly (number | null)[]) {
  const finite = values.filter((value): value is number => Number.isFinite(value));
  const [least, most] = [extreme(finite, Math.min), extreme(finite, Math.max)];
  const logarithmic = least > 0 && most / least > LOG_SPAN;
  const [bottom, top] =
    most > least
      ? [least, most]
      : [least - (Math.abs(least) || 1) / 2, most + (Math.abs(most) || 1) / 2];
  const range = [HEIGHT - MARGIN.bottom, MARGIN.top];
  const scale = logarithmic
    ? scaleLog().domain([bottom, top]).range(range)
    : scaleLinear().domain([bottom, top]).range(range).nice(6);
  const shows = (value: number | null) => value !== null && Number.isFinite(value);
  return { scale, shows, logarithmic };
}

function extreme(values: readonly number[], choose: (a: number, b: number) => number): number {
  return values.reduce<number | null>((a, b) => (a === null ? b : choose(a, b)), null) ?? 0;
}

type Scale = ReturnType<typeof valueScale>;

function axes(
  x: ReturnType<typeof scaleLinear<number>>,
  { scale, logarithmic }: Scale,
  label: string,
) {
  const ticks = logarithmic ? logTicks(scale.domain()) : scale.ticks(6);
  const format = logarithmic ? logFormat(ticks) : scale.tickFormat(6);
  const rows = ticks.map((tick) => {
    const text = format(tick);
    const at = scale(tick).toFixed(2);
    return `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at}" y2="${at}"/><text class="tick" x="${MARGIN.left - 8}" y="${at}" dy="0.32em" text-anchor="end">${text}</text>`;
  });
  const bottom = HEIGHT - MARGIN.bottom;
  const columns = x
    .ticks(8)
    .filter(Number.isInteger)
    .map((tick) => {
      const at = x(tick).toFixed(2);
      return `<line class="axis" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 5}"/><text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`;
    });
  const middle = (MARGIN.top + bottom) / 2;
  const centre = (MARGIN.left + WIDTH - MARGIN.right) / 2;
  return `${rows.join("")}${columns.join("")}
<line class="axis" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${bottom}" y2="${bottom}"/>
<text class="label" x="${centre}" y="${HEIGHT - 6}" text-anchor="middle">generation</text>
<text class="label" transform="rotate(-90)" x="${-middle}" y="14" text-anchor="middle">${escaped(label)}</text>`;
}

/** Powers of ten, and 2 and 5 between them where there are few. */
function logTicks([least, most]: readonly number[]): number[] {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const stride = Math.max(1, Math.ceil((high - low) / MAX_DECADES));
  const first = Math.ceil(low / stride - 1e-9) * stride;
  const count = Math.max(0, Math.floor((high - first) / stride + 1e-9) + 1);
  const decades = Array.from({ length: count }, (_, i) => Number(`1e${first + i * stride}`));
  if (count > 2) return decades;
  const between = [first - 1, first, first + 1].flatMap((power) =>
    [1, 2, 5].map((factor) => Number(`${factor}e${power}`)),
  );
  return between.filter((tick) => tick >= least && tick <= most);
}

/** One notation for all ticks: powers of ten as soon as one of them has too many zeros. */
function logFormat(ticks: readonly number[]): (tick: number) => string {
  if (ticks.every((tick) => tick > 0.9e-3 && tick < 1.1e4)) return (tick) => String(tick);
  return (tick) => {
    const exponent = Math.floor(Math.log10(tick) + 1e-9);
    const factor = Math.round(tick / 10 ** exponent);
    const power = String(exponent).replaceAll(/./g, (character) => SUPERSCRIPTS[character]);
    return factor === 1 ? `10${power}` : `${factor}·10${power}`;
  };
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  ["-⁻", "0⁰", "1¹", "2²", "3³", "4⁴", "5⁵", "6⁶", "7⁷", "8⁸", "9⁹"].map(([from, to]) => [
    from,
    to,
  ]),
);

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

/** Whole numbers below `length`, the last one included, at most `MAX_POINTS` of them. */
export function evenly(length: number, most = MAX_POINTS): number[] {
  if (length <= most) return Array.from({ length }, (_, g) => g);
  return Array.from({ length: most }, (_, i) => Math.round((i * (length - 1)) / (most - 1)));
}
