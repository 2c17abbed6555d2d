import { csvFormatRows } from "d3-dsv";
import type { MetricSeries } from "./series.ts";

const COLUMNS = [
  "generation",
  "metric",
  "unit",
  "lineages",
  "mean",
  "standard_error",
  "q05",
  "q25",
  "median",
  "q75",
  "q95",
];

/** One row per generation and metric. Numbers in full double precision; NaN where there is none. */
export function summaryCsv(series: readonly MetricSeries[]): string {
  const generations = series[0]?.summaries.length ?? 0;
  const rows = Array.from({ length: generations }, (_, g) =>
    series.flatMap(({ name, unit, summaries }) => {
      // A difference ends where the shorter of two runs does.
      if (summaries[g] === undefined) return [];
      const { lineages, mean, standardError, q05, q25, median, q75, q95 } = summaries[g];
      const numbers = [lineages, mean, standardError, q05, q25, median, q75, q95];
      return [[String(g), name, unit, ...numbers.map(String)]];
    }),
  );
  return `${csvFormatRows([COLUMNS, ...rows.flat()])}\n`;
}
