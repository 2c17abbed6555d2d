import type { TheoryCurve } from "../theory/curve.ts";
import type { Series } from "./series.ts";

/** More points than a chart has pixels only cost time; beyond this they are put into buckets. */
const MAX_POINTS = 3000;
/** Points of theory ahead of what is measured. */
const MAX_AHEAD = 200;

type Column = (number | null)[];

/** Columns as uPlot wants them; x is the generation, or the generation + 1 on a log axis. */
export interface ChartData {
  /** The generation that each point stands for. */
  readonly generations: readonly number[];
  readonly x: number[];
  readonly median: Column;
  readonly q05: Column;
  readonly q95: Column;
  readonly mean: Column;
  readonly theory: readonly Column[];
  /** Of another run; none where there is none. */
  readonly compared: readonly Column[];
  /** Whether any value of the run was left out because the axis cannot show it. */
  readonly hides: boolean;
}

/**
 * What the axes can show of a series, and of theory up to `total` generations: on a log axis
 * nothing at or below zero, nowhere an infinity or NaN. A band that reaches below a log axis goes
 * on to its floor.
 */
export function chartData(
  series: Series,
  theory: readonly TheoryCurve[],
  axes: { readonly logX: boolean; readonly logY: boolean },
  total: number,
  compared: ArrayLike<number> | null = null,
): ChartData {
  const measured = shownGenerations(series);
  const ahead = theory.length === 0 ? [] : aheadOf(series.length, total);
  const generations = [...measured, ...ahead];
  const bucket = measured.length < series.length ? (2 * series.length) / MAX_POINTS : 1;
  let hides = false;
  const showable = (value: number | null): number | null => {
    if (value === null || !Number.isFinite(value) || (axes.logY && value <= 0)) return null;
    return value;
  };
  const column = (values: readonly (number | null)[]): Column => values.map(showable);

  const median = column(generations.map((g) => series.at("median", g)));
  const mean = column(generations.map((g) => series.at("mean", g)));
  const q95 = column(generations.map((g) => envelope(series, "q95", g, bucket)));
  const low = generations.map((g) => envelope(series, "q05", g, bucket));
  const q05 = column(low);
  hides = median.slice(0, measured.length).includes(null);
  if (axes.logY) {
    const shown = [...median, ...q05, ...q95].filter((value) => value !== null);
    const floor = shown.reduce((least, value) => Math.min(least, value), Infinity);
    for (const [i, value] of q05.entries()) {
      if (value === null && low[i] <= 0 && q95[i] !== null) q05[i] = floor;
    }
  }
  return {
    generations,
    x: generations.map((g) => (axes.logX ? g + 1 : g)),
    median,
    q05,
    q95,
    mean,
    theory: theory.map(({ values }) => column(generations.map((g) => values[g] ?? null))),
    compared: compared === null ? [] : [column(generations.map((g) => compared[g] ?? null))],
    hides,
  };
}

/** Generations that are still to come, so that theory is there before the measurement. */
function aheadOf(done: number, total: number): number[] {
  const stride = Math.max(1, Math.ceil((total - done) / MAX_AHEAD));
  const count = Math.max(0, Math.ceil((total - done) / stride));
  return Array.from({ length: count }, (_, i) => Math.min(total - 1, done + (i + 1) * stride - 1));
}

/** All generations, or of each bucket the two where the median is least and greatest. */
function shownGenerations(series: Series): number[] {
  const all = series.length;
  if (all <= MAX_POINTS) return Array.from({ length: all }, (_, g) => g);
  const bucket = (2 * all) / MAX_POINTS;
  const shown: number[] = [];
  for (let start = 0; start < all; start += bucket) {
    const first = Math.ceil(start);
    let least = first;
    let greatest = first;
    for (let g = first; g < Math.min(all, start + bucket); g++) {
      if (series.at("median", g) < series.at("median", least)) least = g;
      if (series.at("median", g) > series.at("median", greatest)) greatest = g;
    }
    shown.push(Math.min(least, greatest));
    if (least !== greatest) shown.push(Math.max(least, greatest));
  }
  if (shown.at(-1) !== all - 1) shown.push(all - 1);
  return shown;
}

/** The widest that the band gets in the bucket of a generation, so that no spike is lost. */
function envelope(series: Series, side: "q05" | "q95", g: number, bucket: number): number {
  if (bucket === 1) return series.at(side, g);
  const start = Math.floor(Math.floor(g / bucket) * bucket);
  const end = Math.min(series.length, Math.ceil(start + bucket));
  let widest = series.at(side, g);
  for (let i = start; i < end; i++) {
    const value = series.at(side, i);
    if (side === "q05" ? value < widest : value > widest) widest = value;
  }
  return widest;
}
