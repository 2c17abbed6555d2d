import { covering, defineKernel } from "../../compute/kernel.ts";

/** The variance of an ecosystem's models together. See shaders/metrics/pooled-variance.wgsl. */
export const pooledVarianceOf = defineKernel({
  shader: "metrics/pooled-variance.wgsl",
  bindings: {
    mean: { dtype: "f32", shape: "L D", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    variance: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: ["members"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ mean, logDeviation, variance }, { members }, { L, D }) {
    for (let l = 0; l < L; l++) {
      const first = l - (l % members);
      const all = Array.from({ length: Math.min(members, L - first) }, (_, j) => first + j);
      let sum = 0;
      for (let d = 0; d < D; d++) {
        const middle = all.reduce((total, j) => total + mean[j * D + d], 0) / all.length;
        for (const j of all) {
          sum += Math.exp(2 * logDeviation[j * D + d]) + (mean[j * D + d] - middle) ** 2;
        }
      }
      variance[l] = sum / (all.length * D);
    }
  },
});
