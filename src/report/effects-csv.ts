import { csvFormatRows } from "d3-dsv";
import type { EffectSeries } from "../sweeps/factorial.ts";
import type { ResolvedSweep } from "../sweeps/sweep.ts";

/** One row per metric, generation and effect. */
export function effectsCsv({ axes }: ResolvedSweep, series: readonly EffectSeries[]): string {
  const head = ["generation", "metric", "unit", "effect", "lineages", "mean", "standard_error"];
  const rows = series.flatMap(({ name, unit, effects }) =>
    effects.flatMap(({ factors, summaries }) =>
      summaries.map(({ lineages, mean, standardError }, g) => {
        const numbers = [lineages, mean, standardError].map(String);
        return [String(g), name, unit, nameOf(axes, factors), ...numbers];
      }),
    ),
  );
  return `${csvFormatRows([head, ...rows])}\n`;
}

type Axes = ResolvedSweep["axes"];

function nameOf(axes: Axes, factors: readonly number[]): string {
  return factors.map((i) => axes[i].label).join(" × ");
}
