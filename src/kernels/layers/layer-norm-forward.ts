import { covering, defineKernel } from "../../compute/kernel.ts";

/** Every row with mean 0 and variance 1. See shaders/layers/layer-norm-forward.wgsl. */
export const layerNormForward = defineKernel({
  shader: "layers/layer-norm-forward.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "L M D", access: "read" },
    scale: { dtype: "f32", shape: "L D", access: "read" },
    bias: { dtype: "f32", shape: "L D", access: "read" },
    out: { dtype: "f32", shape: "L M D", access: "write" },
    statistics: { dtype: "f32", shape: "L M 2", access: "write" },
  },
  scalars: ["epsilon"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ x, scale, bias, out, statistics }, { epsilon }, { L, M, D }) {
    for (let row = 0; row < L * M; row++) {
      const l = Math.floor(row / M);
      let mean = 0;
      for (let d = 0; d < D; d++) mean += x[row * D + d] / D;
      let variance = 0;
      for (let d = 0; d < D; d++) variance += (x[row * D + d] - mean) ** 2 / D;
      const inverse = 1 / Math.sqrt(variance + epsilon);
      for (let d = 0; d < D; d++) {
        const y = (x[row * D + d] - mean) * inverse;
        out[row * D + d] = y * scale[l * D + d] + bias[l * D + d];
      }
      statistics[2 * row] = mean;
      statistics[2 * row + 1] = inverse;
    }
  },
});
