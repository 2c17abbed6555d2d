import { covering, defineKernel } from "../../compute/kernel.ts";
import { ROWS } from "./partial-sums.ts";

/** What rows add to scale's and bias's gradient. See shaders/layers/layer-norm-partials.wgsl. */
export const layerNormPartials = defineKernel({
  shader: "layers/layer-norm-partials.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "L M D", access: "read" },
    statistics: { dtype: "f32", shape: "L M 2", access: "read" },
    gradientOut: { dtype: "f32", shape: "L M D", access: "read" },
    scalePartials: { dtype: "f32", shape: "L C D", access: "write" },
    biasPartials: { dtype: "f32", shape: "L C D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, ROWS },
  workgroups: ({ L, C, D }, { WORKGROUP_SIZE }) => covering(L * C * D, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, M, D, C }) {
    const { x, statistics, gradientOut, scalePartials, biasPartials } = arrays;
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        for (let d = 0; d < D; d++) {
          let scaleSum = 0;
          let biasSum = 0;
          for (let m = c * ROWS; m < Math.min((c + 1) * ROWS, M); m++) {
            const row = l * M + m;
            const y = (x[row * D + d] - statistics[2 * row]) * statistics[2 * row + 1];
            scaleSum += gradientOut[row * D + d] * y;
            biasSum += gradientOut[row * D + d];
          }
          scalePartials[(l * C + c) * D + d] = scaleSum;
          biasPartials[(l * C + c) * D + d] = biasSum;
        }
      }
    }
  },
});
