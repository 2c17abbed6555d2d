import type { Context } from "../context.ts";
import { type FactsOf, type Real, isGaussian, mixtureMoments, spaceOf } from "../distribution.ts";
import { gaussianSampler, gaussianSamplers } from "../kernels/gaussian/sample-fours.ts";
import { marginalsSample } from "../kernels/gaussian/sample-marginals.ts";
import { LOG_ZERO } from "../kernels/logarithm.ts";
import { normalCoupling } from "./normal-coupling.ts";

/** The kernels that `openVectors` dispatches. */
export const realVectorKernels = [...gaussianSamplers, marginalsSample];

type Facts = FactsOf<"vector">;

/** Real vectors with independent dimensions. `facts[l]` is what lineage l learns from. */
export function openVectors({ scope, lineages: L }: Context, facts: readonly Facts[]): Real {
  const D = facts[0].marginals.length;
  const J = Math.max(...facts.flatMap(({ marginals }) => marginals.map(({ length }) => length)));
  /** One number for each lineage and dimension, worked out once where lineages share the facts. */
  const table = (label: string, of: (marginal: Facts["marginals"][number]) => number) => {
    const known = new Map<Facts, number[]>();
    const rows = facts.flatMap((one) => {
      const row = known.get(one) ?? one.marginals.map(of);
      known.set(one, row);
      return row;
    });
    return scope.tensor(`real ${label}`, "f32", [L, D], Float32Array.from(rows));
  };
  const componentTable = (
    label: string,
    of: (marginal: Facts["marginals"][number], j: number) => number,
  ) =>
    scope.tensor(
      `real ${label}`,
      "f32",
      [L, D, J],
      Float32Array.from(
        facts.flatMap(({ marginals }) =>
          marginals.flatMap((marginal) => Array.from({ length: J }, (_, j) => of(marginal, j))),
        ),
      ),
    );

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
  const real = { space: spaceOf(facts[0]), facts: facts[0], forms: { moments, coupling } };

  if (facts.every(isGaussian)) {
    const spread = scope.tensor("real spread", "f32", [L], new Float32Array(L).fill(1));
    return {
      ...real,
      draw({ backend, scope, keys, stream, generation }, rows) {
        const samples = scope.tensor("real samples", "f32", [L, rows, D]);
        const kernel = gaussianSampler(rows, D);
        backend.dispatch(kernel, { keys, spread, samples }, { stream, generation });
        return { values: samples, rows, birth: 0, frame: moments };
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
      return { values: samples, rows, birth: 0, frame: null };
    },
  };
}
