import type { RealFacts } from "./distribution.ts";

/** The true coefficients, of inputs that are standard normal; null for other data. */
export function trueSlopes(facts: RealFacts): readonly number[] | null {
  if (facts.kind !== "vector" || facts.joint === undefined) return null;
  const { mean, factor } = facts.joint[0];
  const inputs = factor.slice(0, -1);
  const isStandard = inputs.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0)));
  return isStandard && mean.every((x) => x === 0) ? factor.at(-1)!.slice(0, -1) : null;
}
