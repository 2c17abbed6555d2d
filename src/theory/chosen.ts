import { type Component, mixtureMoments } from "../distribution.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import { binomialRow } from "./binomial.ts";
import { type Cells, momentsOf, normalCells, radialCells } from "./cells.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import { meanOf } from "./gaussian.ts";
import { type TheoryInput, fitsOf, stepsOf } from "./input.ts";
import { bestOf } from "./selections.ts";
import { truncatedVariance } from "./truncation.ts";

/** What a choice leaves of M samples of a model, whatever its mean and variance. */
interface Choice {
  /** Of the variance along the first axis, and along the others; of infinitely many. */
  readonly first: number;
  readonly others: number;
  /** How many rows are left. */
  readonly rows: number;
}

/** A mass that is not worth a binomial. */
const NEGLIGIBLE = 1e-14;

/**
 * Var of the largest of k standard normals, of which |z| > bound is rejected; 1 − 1/π for two.
 * Johnson, Kotz & Balakrishnan 1994, Continuous Univariate Distributions 1, chapter 13.
 */
export function varianceOfLargest(candidates: number, bound = Infinity): number {
  const { mean, square } = momentsOf(bestOf(normalCells(0, 1, bound), (z) => z, candidates, 0)!);
  return square - mean * mean;
}

/**
 * Mean square, along each axis, of the K of M normal points in D dimensions that are nearest to their
 * centre: a point at the distance r is one of them where fewer than K of the others are nearer.
 */
export function squareOfNearest(kept: number, samples: number, dimensions: number): number {
  const cells: Cells = dimensions === 1 ? folded(normalCells(0, 1)) : radialCells(dimensions, 1);
  let [below, sum, all] = [0, 0, 0];
  for (const [i, own] of cells.mass.entries()) {
    const nearer = Math.min(1, below + own / 2);
    below += own;
    if (own < NEGLIGIBLE) continue;
    const { from, probabilities } = binomialRow(samples - 1, nearer);
    const reach = Math.min(probabilities.length, kept - from);
    let chance = 0;
    for (let x = 0; x < reach; x++) chance += probabilities[x];
    sum += own * chance * cells.at[i] ** 2;
    all += own * chance;
  }
  return sum / all / dimensions;
}

/** Of a symmetric distribution, how far from 0 it lies. */
function folded({ at, half, mass }: Cells): Cells {
  const from = at.length / 2;
  return { at: at.slice(from), half, mass: mass.slice(from).map((own) => 2 * own) };
}

/** The choice that the only intervention makes, in a generation; null where nobody knows of one. */
function choiceOf(input: TheoryInput): ((generation: number) => Choice) | null {
  const { family, facts, samples: M } = input;
  const steps = stepsOf(input);
  if (family.plugin.name !== "gaussian" || facts.kind !== "vector" || steps.length !== 1)
    return null;
  const { statistics, truncation, divisor } = family.config;
  if (statistics === "exact" || (divisor === "N-1" && M < 2)) return null;
  const bound = (g: number) => valueAt((truncation ?? Infinity) as number | Schedule, g);
  const [{ name, config }] = steps;
  const setting = (key: string, g: number) => valueAt(config[key] as number | Schedule, g);
  if (name === "curation") {
    if (config["preference"] !== "first-coordinate" || config["temperature"] !== 0) return null;
    const known = new Map<number, number>();
    return (g) => {
      const first = known.get(bound(g)) ?? varianceOfLargest(setting("candidates", g), bound(g));
      known.set(bound(g), first);
      return { first, others: truncatedVariance(bound(g)), rows: M };
    };
  }
  const isOfOwn = config["judge"] === "previous" && config["keeps"] === "share";
  if (name !== "quality" || !isOfOwn || (truncation ?? Infinity) !== Infinity) return null;
  const known = new Map<number, number>();
  return (g) => {
    const rows = Math.round(Math.fround(Math.fround(setting("share", g)) * M));
    const square = known.get(rows) ?? squareOfNearest(rows, M, facts.marginals.length);
    known.set(rows, square);
    return { first: square, others: square, rows };
  };
}

/**
 * E[σ²], the mean over dimensions, where the choice among a model's samples does not depend on its
 * place and its width: each fit multiplies by what the choice leaves, and by 1 − 1/m of m rows.
 */
export const expectedChosenVariance: ClosedForm = {
  metric: "variance",
  curve(input) {
    const choice = choiceOf(input);
    const { facts, samples: M, family } = input;
    if (choice === null || facts.kind !== "vector") return null;
    const { divisor, shrinkage = 0, samplingBias = 1 } = family.config;
    const rest = (rows: number) => (divisor === "N-1" ? 1 : 1 - 1 / rows);
    const shrunk = (g: number) => 1 / (1 + valueAt(shrinkage as number | Schedule, g));
    const real = facts.marginals.map((m: readonly Component[]) => mixtureMoments(m).deviation ** 2);
    let left = real.map((variance) => variance * rest(M) * shrunk(0));
    const values = [meanOf(left)];
    for (let g = 0; g + 1 < fitsOf(input); g++) {
      const { first, others, rows } = choice(g);
      // With a row or none there is no variance, or a model that stays as it was.
      if (rows < 2) break;
      const factor = valueAt(samplingBias as number | Schedule, g) * rest(rows) * shrunk(g + 1);
      left = left.map((variance, d) => variance * factor * (d === 0 ? first : others));
      values.push(meanOf(left));
    }
    return {
      title:
        "E[σ²] by what the choice leaves of a normal, times 1 − 1/m of m samples that are left",
      source: "order statistics of normals; the loop: this project",
      statistic: "mean",
      values: upTo(fitsOf(input), values),
    };
  },
};
