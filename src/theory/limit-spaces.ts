import { type Component, isGaussian, mixtureMoments } from "../distribution.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import {
  type Cells,
  type Score,
  atoms,
  mixtureCells,
  mixtureScore,
  momentsOf,
  normalCells,
  normalScore,
  portionsAbove,
  radialCells,
} from "./cells.ts";
import type { Step } from "./composed.ts";
import type { TheoryInput } from "./input.ts";
import type { Portion } from "./selections.ts";

/** Where filters look at infinitely many samples, and what models of a kind learn from them. */
export interface LimitSpace<Model> {
  readonly real: Cells;
  /** What the model of a generation draws. */
  drawn(model: Model, generation: number): Cells;
  fitted(pool: readonly Portion[], generation: number): Model;
  /** Natural logarithm of the real probability or density. */
  readonly realLikelihood: Score;
  likelihood(model: Model): Score;
  /** The first coordinate, or how near it is to a place; null where there is none. */
  liking(preference: string, place: number): Score | null;
}

/** Σ share · p over the portions of a pool. */
export function blended(pool: readonly Portion[]): Float64Array {
  const all = pool.reduce((sum, { rows }) => sum + rows, 0);
  const mixed = new Float64Array(pool[0].cells.mass.length);
  for (const { cells, rows } of pool) {
    for (let k = 0; k < mixed.length; k++) mixed[k] += (rows / all) * cells.mass[k];
  }
  return mixed;
}

/** p^(1/T) with the sum 1 again. */
export function tempered(probabilities: Float64Array, temperature: number): Float64Array {
  if (temperature === 1) return probabilities;
  const largest = probabilities.reduce((a, b) => Math.max(a, b), 0);
  const powers = probabilities.map((p) => (p / largest) ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Null where the family or its data are others. */
export function categorySpace({ family, facts }: TheoryInput): LimitSpace<Float64Array> | null {
  if (family.plugin.name !== "categorical" || facts.kind !== "category") return null;
  const temperature = (family.config["temperature"] ?? 1) as number | Schedule;
  const real = Float64Array.from(facts.counts, (count) => count / facts.total);
  const logOf = (probabilities: Float64Array) => (k: number) => Math.log(probabilities[k]);
  return {
    real: atoms(real),
    drawn: (model, generation) => atoms(tempered(model, valueAt(temperature, generation))),
    fitted: (pool) => blended(pool),
    realLikelihood: logOf(real),
    likelihood: logOf,
    liking: () => null,
  };
}

/** A Gaussian in the limit. */
export interface LimitGaussian {
  /** Of the first axis, from the real mean; data units. */
  readonly offset: number;
  /** Of the axes along which anything happens, as a share of what the real data have. */
  readonly ratio: number;
}

export interface GaussianSpace extends LimitSpace<LimitGaussian> {
  /** How many axes change, the first of all. */
  readonly moving: number;
}

/** Whether the filters see the first coordinate alone. */
function looksAlongFirst(steps: readonly Step[]): boolean {
  return steps.every(({ name, config }) => {
    if (name === "verifier" || name === "quality") return false;
    return name !== "curation" || config["preference"] === "first-coordinate";
  });
}

/**
 * Along a line, or in so many dimensions that are alike up to their units: then what counts is the
 * distance from the centre, which stays where it is.
 */
export function gaussianSpace(input: TheoryInput, steps: readonly Step[]): GaussianSpace | null {
  const { family, facts } = input;
  if (family.plugin.name !== "gaussian" || facts.kind !== "vector") return null;
  if (facts.joint !== undefined) return null;
  const { config } = family;
  const bias = (config["samplingBias"] ?? 1) as number | Schedule;
  const bound = (config["truncation"] ?? Infinity) as number | Schedule;
  const shrinkage = (config["shrinkage"] ?? 0) as number | Schedule;
  const shrunk = (generation: number) => 1 / (1 + valueAt(shrinkage, generation));
  const marginals: readonly (readonly Component[])[] = facts.marginals;
  const D = marginals.length;
  if (D === 1 || looksAlongFirst(steps)) {
    // What is truncated in any direction is so along the first one, too.
    const { mean, deviation } = mixtureMoments(marginals[0]);
    return {
      moving: 1,
      real: mixtureCells(marginals[0]),
      drawn({ offset, ratio }, generation) {
        const spread = deviation * Math.sqrt(ratio * valueAt(bias, generation));
        return normalCells(mean + offset, spread, valueAt(bound, generation));
      },
      fitted(pool, generation) {
        const all = pool.reduce((sum, { rows }) => sum + rows, 0);
        let [first, second] = [0, 0];
        for (const { cells, rows } of pool) {
          const moments = momentsOf(cells);
          first += (rows / all) * (moments.mean - mean);
          second += (rows / all) * (moments.square + mean * (mean - 2 * moments.mean));
        }
        const ratio = (shrunk(generation) * (second - first * first)) / deviation ** 2;
        return { offset: first, ratio };
      },
      realLikelihood: mixtureScore(marginals[0]),
      likelihood: ({ offset, ratio }) => normalScore(mean + offset, deviation * Math.sqrt(ratio)),
      liking: (preference, place) =>
        preference === "first-coordinate" ? (x) => x : (x) => -((x - place) ** 2),
    };
  }
  if (!isGaussian(facts) || bound !== Infinity) return null;
  const logUnits = marginals.reduce((sum, [{ deviation }]) => sum + Math.log(deviation), 0);
  const rest = logUnits + 0.5 * D * Math.log(2 * Math.PI);
  return {
    moving: D,
    real: radialCells(D, 1),
    drawn: ({ ratio }, generation) => radialCells(D, Math.sqrt(ratio * valueAt(bias, generation))),
    fitted(pool, generation) {
      const all = pool.reduce((sum, { rows }) => sum + rows, 0);
      const square = pool.reduce((sum, { cells, rows }) => {
        return sum + (rows / all) * momentsOf(cells).square;
      }, 0);
      return { offset: 0, ratio: (shrunk(generation) * square) / D };
    },
    realLikelihood: (r) => -0.5 * r * r - rest,
    likelihood:
      ({ ratio }) =>
      (r) =>
        -0.5 * ((r * r) / ratio + D * Math.log(ratio)) - rest,
    liking: () => null,
  };
}

/** How much of some cells lies where a score is lower. */
export function massBelow(cells: Cells, score: Score, threshold: number): number {
  const above = portionsAbove(cells, score, threshold);
  return cells.mass.reduce((sum, own, i) => sum + own * (1 - above[i]), 0);
}
