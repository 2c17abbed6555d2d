import { lineagesTogether } from "../ecosystem.ts";
import { ConfigError } from "../errors.ts";
import type { GenerationRecord } from "../record.ts";
import { type Summary, summarize } from "../statistics.ts";
import type { ResolvedSweep } from "./sweep.ts";

/** What some factors together do to a metric. */
export interface Effect {
  /** Of the design's factors, by place: one for a main effect, several for their interaction. */
  readonly factors: readonly number[];
  /** By generation, over the lineages. */
  readonly summaries: readonly Summary[];
}

/** What a decomposition shows of one metric. */
export interface EffectSeries {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly effects: readonly Effect[];
}

/**
 * Throws a `ConfigError` where a sweep is no factorial design: a grid of axes with two values each,
 * the first with an error and the second without, all of whose cells make sense.
 */
export function requireFactorial({ sweep, axes, cells, skipped }: ResolvedSweep): void {
  if (sweep.mode !== "grid") throw new ConfigError("$.mode", 'a decomposition is a "grid"');
  const odd = axes.findIndex(({ values }) => values.length !== 2);
  if (odd >= 0) {
    throw new ConfigError(
      `$.axes[${odd}].values`,
      "expected two values, the first with the error and the second without it",
    );
  }
  if (axes.length < 2) throw new ConfigError("$.axes", "expected two axes or more");
  if (skipped.length > 0)
    throw new ConfigError("$.invalid", `cell makes no sense: ${skipped[0].reason}`);
  const [first] = cells;
  const measured = ({ experiment }: (typeof cells)[number]) =>
    experiment.metrics.map(({ plugin }) => plugin.name).join();
  if (cells.some((cell) => measured(cell) !== measured(first))) {
    throw new ConfigError("$.metrics", "all cells of a decomposition measure the same");
  }
  for (const { experiment } of cells) {
    for (const size of ["lineages", "seed"] as const) {
      if (experiment[size] === first.experiment[size]) continue;
      throw new ConfigError(
        `$.${size}`,
        "all cells of a decomposition draw the same random numbers",
      );
    }
  }
}

/**
 * Main effects and interactions of a two-level design on one metric (Yates 1937; Box, Hunter &
 * Hunter 2005). With s = 1 where an error is on and -1 where it is off, the effect of a set S of k
 * factors is
 *
 *   2^(1-k) Σ over cells of y ∏_(i in S) s_i
 *
 * taken lineage by lineage: all cells draw the same random numbers, and what is common cancels.
 * `records` are those of every cell, in the order of the cells.
 */
export function effectsOf(
  { axes, cells }: Pick<ResolvedSweep, "axes" | "cells">,
  records: readonly (readonly GenerationRecord[])[],
  metric: string,
): Effect[] {
  const k = axes.length;
  const generations = Math.min(...records.map(({ length }) => length));
  const sizes = cells.map(({ experiment }) => lineagesTogether(experiment.interventions));
  const together = Math.max(1, ...sizes);
  const sets = Array.from({ length: 2 ** k - 1 }, (_, bits) =>
    axes.map((_axis, i) => i).filter((i) => ((bits + 1) & (1 << i)) !== 0),
  ).sort((a, b) => a.length - b.length || a[0] - b[0]);
  return sets.map((factors) => ({
    factors,
    summaries: Array.from({ length: generations }, (_, g) => {
      const values = records.map((of) => of[g].metrics[metric]);
      const signs = cells.map(({ at }) => factors.reduce((sign, i) => sign * (1 - 2 * at[i]), 1));
      return summarize(
        Array.from(values[0], (_value, l) => {
          const sum = values.reduce((total, of, c) => total + signs[c] * of[l], 0);
          return sum / 2 ** (k - 1);
        }),
        together,
      );
    }),
  }));
}
