import type { Component } from "../distribution.ts";

/**
 * A distribution in pieces: intervals of a line, or single categories. What is smooth is integrated by
 * the middles of its intervals, which for densities that fade away errs by next to nothing.
 */
export interface Cells {
  /** The middle of each: data units, a distance, or the place of a category. */
  readonly at: Float64Array;
  /** Half the width of all of them; 0 for categories. */
  readonly half: number;
  /** They sum to 1. */
  readonly mass: Float64Array;
}

/** What is liked, or held to be likely, of a place. */
export type Score = (x: number) => number;

/** Of a normal; a power of two that leaves thresholds an error of some 10⁻⁵. */
const CELLS = 2048;
/** Beyond as many deviations there is nothing. */
const REACH = 9;

export function atoms(probabilities: Float64Array): Cells {
  return { at: Float64Array.from(probabilities, (_, k) => k), half: 0, mass: probabilities };
}

/** A normal, without what is more than `bound` deviations away. */
export function normalCells(mean: number, deviation: number, bound = Infinity): Cells {
  const half = REACH / CELLS;
  const z = (i: number) => (2 * i + 1) * half - REACH;
  const mass = Float64Array.from({ length: CELLS }, (_, i) => {
    const inside = Math.min(1, Math.max(0, (bound - Math.abs(z(i)) + half) / (2 * half)));
    return inside * Math.exp(-0.5 * z(i) ** 2);
  });
  const at = Float64Array.from(mass, (_, i) => mean + deviation * z(i));
  return { at, half: half * deviation, mass: normalised(mass) };
}

/** How far from its centre a normal in so many dimensions lies, at least two. */
export function radialCells(dimensions: number, deviation: number): Cells {
  const half = (Math.sqrt(dimensions) + REACH) / (2 * CELLS);
  const r = (i: number) => (2 * i + 1) * half;
  const logs = Float64Array.from({ length: CELLS }, (_, i) => {
    return (dimensions - 1) * Math.log(r(i)) - 0.5 * r(i) ** 2;
  });
  const most = logs.reduce((a, b) => Math.max(a, b));
  const at = Float64Array.from(logs, (_, i) => deviation * r(i));
  return { at, half: half * deviation, mass: normalised(logs.map((log) => Math.exp(log - most))) };
}

export function mixtureCells(components: readonly Component[]): Cells {
  if (components.length === 1) return normalCells(components[0].mean, components[0].deviation);
  const low = Math.min(...components.map((c) => c.mean - REACH * c.deviation));
  const high = Math.max(...components.map((c) => c.mean + REACH * c.deviation));
  const half = (high - low) / (4 * CELLS);
  const at = Float64Array.from({ length: 2 * CELLS }, (_, i) => low + (2 * i + 1) * half);
  const logDensity = mixtureScore(components);
  return { at, half, mass: normalised(at.map((x) => Math.exp(logDensity(x)))) };
}

/** The logarithm of the density of a mixture. */
export function mixtureScore(components: readonly Component[]): Score {
  const scores = components.map(({ weight, mean, deviation }) => {
    const score = normalScore(mean, deviation);
    const own = Math.log(weight);
    return (x: number) => own + score(x);
  });
  if (scores.length === 1) return scores[0];
  return (x) => {
    const logs = scores.map((score) => score(x));
    const most = Math.max(...logs);
    return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
  };
}

/** The logarithm of the density of a normal. */
export function normalScore(mean: number, deviation: number): Score {
  const rest = Math.log(deviation) + 0.5 * Math.log(2 * Math.PI);
  return (x) => -0.5 * ((x - mean) / deviation) ** 2 - rest;
}

/** Of each cell, how much of it has at least so high a score. */
export function portionsAbove({ at, half }: Cells, score: Score, threshold: number): Float64Array {
  if (half === 0) return at.map((x) => Number(score(x) >= threshold));
  return at.map((x) => {
    const [one, other] = [score(x - half), score(x + half)];
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    if (low >= threshold) return 1;
    return high < threshold ? 0 : (high - threshold) / (high - low);
  });
}

/** Other masses for the same cells, in proportion; null where nothing is left. */
export function reweighed(cells: Cells, mass: Float64Array): Cells | null {
  const sum = mass.reduce((total, own) => total + own, 0);
  return sum > 0 ? { ...cells, mass: mass.map((own) => own / sum) } : null;
}

/** Mean and mean square of the places. */
export function momentsOf({ at, mass }: Cells): { mean: number; square: number } {
  let [mean, square] = [0, 0];
  for (const [i, own] of mass.entries()) {
    mean += own * at[i];
    square += own * at[i] ** 2;
  }
  return { mean, square };
}

function normalised(mass: Float64Array): Float64Array {
  const sum = mass.reduce((total, own) => total + own, 0);
  return mass.map((own) => own / sum);
}
