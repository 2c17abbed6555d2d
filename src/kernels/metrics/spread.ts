import { covering, defineKernel } from "../../compute/kernel.ts";

/** The deviation over all dimensions. See shaders/metrics/spread.wgsl. */
export const spreadOver = defineKernel({
  shader: "metrics/spread.wgsl",
  bindings: {
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    spread: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ logDeviation, spread }, _scalars, { L, D }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += Math.exp(2 * logDeviation[l * D + d]);
      spread[l] = Math.sqrt(sum / D);
    }
  },
});
