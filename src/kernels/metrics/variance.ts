import { covering, defineKernel } from "../../compute/kernel.ts";

/** The mean variance over dimensions. See shaders/metrics/variance.wgsl. */
export const meanVariance = defineKernel({
  shader: "metrics/variance.wgsl",
  bindings: {
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    variance: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ logDeviation, variance }, _scalars, { L, D }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += Math.exp(2 * logDeviation[l * D + d]);
      variance[l] = sum / D;
    }
  },
});
