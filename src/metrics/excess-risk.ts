import type { RealFacts } from "../distribution.ts";
import { squaredDistance } from "../kernels/metrics/squared-distance.ts";
import { defineMetric } from "./metric.ts";

export const excessRisk = defineMetric({
  name: "excess-risk",
  title: "Excess risk",
  summary:
    "What a linear model's squared error on real inputs has beyond the noise of the answers.",
  source: "Gerstgrasser et al. 2024, arXiv:2404.01413",
  unit: "data units²",
  settings: {},
  kernels: [squaredDistance],
  needsReal: [],
  needs: ["coefficients"],
  kind: "vector",

  refuses: (facts) =>
    slopesOf(facts) === null
      ? 'needs a linear model behind the data; take the dataset "linear-model"'
      : null,

  measure({ backend, scope, lineages }, { real, current }) {
    const { coefficients: values } = current;
    const slopes = Float32Array.from(slopesOf(real.facts)!);
    const origin = scope.tensor("true coefficients", "f32", [slopes.length], slopes);
    const squared = scope.tensor("excess risk", "f32", [lineages]);
    backend.dispatch(squaredDistance, { values, origin, squared }, {});
    return squared;
  },
});

/** The true coefficients, of inputs that are standard normal; null for other data. */
export function slopesOf(facts: RealFacts): readonly number[] | null {
  if (facts.kind !== "vector" || facts.joint === undefined) return null;
  const { mean, factor } = facts.joint[0];
  const inputs = factor.slice(0, -1);
  const isStandard = inputs.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0)));
  return isStandard && mean.every((x) => x === 0) ? factor.at(-1)!.slice(0, -1) : null;
}
