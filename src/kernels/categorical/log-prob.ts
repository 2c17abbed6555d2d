import type { Tensor } from "../../compute/tensor.ts";
import { covering, defineKernel } from "../../compute/kernel.ts";
import type { Context } from "../../context.ts";
import type { Categories, Segment } from "../../samples.ts";
import { logarithm } from "../logarithm.ts";

/** The logarithm of the probability of samples. See shaders/categorical/log-prob.wgsl. */
export const categoricalLogProb = defineKernel({
  shader: "categorical/log-prob.wgsl",
  bindings: {
    values: { dtype: "u32", shape: "L N", access: "read" },
    counts: { dtype: "u32", shape: "R K", access: "read" },
    totals: { dtype: "u32", shape: "R", access: "read" },
    logProb: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ values, counts, totals, logProb }, _scalars, { N, L, R, K }) {
    for (let i = 0; i < L * N; i++) {
      const r = Math.min(Math.floor(i / N), R - 1);
      logProb[i] = logarithm(counts[r * K + values[i]] / totals[r]);
    }
  },
});

/** `ClosedForms.logProb` of a distribution over categories. */
export function categoryLogProb({ counts, totals }: Categories) {
  return ({ backend, scope }: Context, segment: Segment): Tensor<"f32"> => {
    const values = segment.values as Tensor<"u32">;
    const logProb = scope.tensor("log-probability", "f32", values.shape);
    backend.dispatch(categoricalLogProb, { values, counts, totals, logProb }, {});
    return logProb;
  };
}
