import type { Context } from "../context.ts";
import { type FactsOf, type Real, isGaussian, mixtureMoments, spaceOf } from "../distribution.ts";
import { gaussianSampler, gaussianSamplers } from "../kernels/gaussian/sample-fours.ts";
import { marginalsSample } from "../kernels/gaussian/sample-marginals.ts";
import { logDensities } from "../kernels/mixture/densities.ts";
import { LOG_ZERO } from "../kernels/logarithm.ts";
import type { Segment } from "../samples.ts";
import { normalCoupling } from "./normal-coupling.ts";
import { mixtureOf, openJoint } from "./real-joint.ts";

/** The kernels that `openVectors` dispatches. */
export const realVectorKernels = [...gaussianSamplers, marginalsSample];

type Facts = FactsOf<"vector">;
type Marginal = Facts["marginals"][number];

/** Real vectors, of independent dimensions or not. `facts[l]` is what lineage l learns from. */
export function openVectors(context: Context, facts: readonly Facts[]): Real {
  const { scope, lineages: L } = context;
  if (facts[0].joint !== undefined) return openJoint(context, facts);
  const D = facts[0].marginals.length;
  const distinct = [...new Set(facts)];
  const J = Math.max(...distinct.flatMap(({ marginals }) => marginals.map(({ length }) => length)));
  /** `width` numbers for each lineage and dimension, worked out once where lineages share the facts. */
  const numbers = (width: number, of: (marginal: Marginal, j: number) => number) => {
    const known = new Map<Facts, Float32Array>();
    const all = new Float32Array(L * D * width);
    for (const [l, one] of facts.entries()) {
      const row =
        known.get(one) ??
        Float32Array.from({ length: D * width }, (_, i) =>
          of(one.marginals[Math.floor(i / width)], i % width),
        );
      known.set(one, row);
      all.set(row, l * row.length);
    }
    return all;
  };
  const table = (label: string, of: (marginal: Marginal) => number) =>
    scope.tensor(`real ${label}`, "f32", [L, D], numbers(1, of));
  const componentTable = (label: string, of: (marginal: Marginal, j: number) => number) =>
    scope.tensor(`real ${label}`, "f32", [L, D, J], numbers(J, of));

  const moments = {
    mean: table("mean", (marginal) => mixtureMoments(marginal).mean),
    logDeviation: table("log deviation", (marginal) =>
      Math.max(LOG_ZERO, Math.log(mixtureMoments(marginal).deviation)),
    ),
    factor: null,
  };
  const coupling = {
    slope: table("coupling slope", (marginal) => normalCoupling(marginal).slope),
    residual: table("coupling residual", (marginal) => normalCoupling(marginal).residual),
  };
  const mixture = mixtureOf(context, facts);
  const forms = {
    moments,
    coupling,
    mixture,
    logProb: (asking: Context, segment: Segment) =>
      logDensities(asking, segment, { ...mixture, center: mixture.mean }, null),
  };
  const real = { space: spaceOf(facts[0]), facts: facts[0], forms };

  if (distinct.every(isGaussian)) {
    const spread = scope.tensor("real spread", "f32", [L], new Float32Array(L).fill(1));
    return {
      ...real,
      draw({ backend, scope, keys, stream, generation }, rows) {
        const samples = scope.tensor("real samples", "f32", [L, rows, D]);
        const kernel = gaussianSampler(rows, D);
        backend.dispatch(kernel, { keys, spread, samples }, { stream, generation });
        return { values: samples, rows, birth: 0, frame: moments, source: { moments, mixture } };
      },
    };
  }

  const upTo = componentTable("weights, cumulative", (marginal, j) =>
    j >= marginal.length - 1
      ? 1
      : marginal.slice(0, j + 1).reduce((sum, { weight }) => sum + weight, 0),
  );
  const componentMean = componentTable("component means", (marginal, j) => marginal[j]?.mean ?? 0);
  const componentDeviation = componentTable(
    "component deviations",
    (marginal, j) => marginal[j]?.deviation ?? 0,
  );
  return {
    ...real,
    draw({ backend, scope, keys, stream, generation }, rows) {
      const samples = scope.tensor("real samples", "f32", [L, rows, D]);
      backend.dispatch(
        marginalsSample,
        { keys, upTo, componentMean, componentDeviation, samples },
        { stream, generation },
      );
      return { values: samples, rows, birth: 0, frame: null, source: { moments, mixture } };
    },
  };
}
