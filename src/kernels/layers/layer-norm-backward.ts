import { covering, defineKernel } from "../../compute/kernel.ts";

/** The gradient through `layerNormForward`. See shaders/layers/layer-norm-backward.wgsl. */
export const layerNormBackward = defineKernel({
  shader: "layers/layer-norm-backward.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "L M D", access: "read" },
    scale: { dtype: "f32", shape: "L D", access: "read" },
    statistics: { dtype: "f32", shape: "L M 2", access: "read" },
    gradientOut: { dtype: "f32", shape: "L M D", access: "read" },
    gradient: { dtype: "f32", shape: "L M D", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ x, scale, statistics, gradientOut, gradient }, { accumulate }, { L, M, D }) {
    for (let row = 0; row < L * M; row++) {
      const l = Math.floor(row / M);
      const mean = statistics[2 * row];
      const inverse = statistics[2 * row + 1];
      let meanOfG = 0;
      let meanOfProduct = 0;
      for (let d = 0; d < D; d++) {
        const g = gradientOut[row * D + d] * scale[l * D + d];
        meanOfG += g / D;
        meanOfProduct += (g * (x[row * D + d] - mean) * inverse) / D;
      }
      for (let d = 0; d < D; d++) {
        const g = gradientOut[row * D + d] * scale[l * D + d];
        const y = (x[row * D + d] - mean) * inverse;
        const before = accumulate === 0 ? 0 : gradient[row * D + d];
        gradient[row * D + d] = before + inverse * (g - meanOfG - y * meanOfProduct);
      }
    }
  },
});
