import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** The log-density of kernels around rows. See shaders/kernel-density/log-density.wgsl. */
export const kernelLogDensity = defineKernel({
  shader: "kernel-density/log-density.wgsl",
  bindings: {
    queries: { dtype: "f32", shape: "L N D", access: "read" },
    points: { dtype: "f32", shape: "L M D", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    inverse: { dtype: "f32", shape: "L 2 D D", access: "read" },
    logScale: { dtype: "f32", shape: "L 2", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    logDensity: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, N, M, D, W }) {
    const { queries, points, presence, inverse, logScale, logDeviation, logDensity } = arrays;
    const terms = new Float64Array(M);
    for (let at = 0; at < L * N; at++) {
      const l = Math.floor(at / N);
      let largest = -Infinity;
      for (let m = 0; m < M; m++) {
        let square = 0;
        for (let i = 0; i < D; i++) {
          let y = 0;
          for (let j = 0; j <= i; j++) {
            const offset = queries[at * D + j] - points[(l * M + m) * D + j];
            y += inverse[((2 * l + 1) * D + i) * D + j] * offset;
          }
          square += y * y;
        }
        terms[m] = -0.5 * square;
        if (W === 0 || presence[l * M + m] > 0) largest = Math.max(largest, terms[m]);
      }
      let sum = 0;
      let mass = 0;
      for (let m = 0; m < M; m++) {
        const own = W === 0 ? 1 : presence[l * M + m];
        mass += own;
        if (own > 0) sum += own * Math.exp(terms[m] - largest);
      }
      let jacobian = 0;
      for (let d = 0; d < D; d++) jacobian += logDeviation[l * D + d];
      const log = logScale[2 * l + 1] + largest + Math.log(sum / mass) - jacobian;
      logDensity[at] = Math.max(LOG_ZERO, log);
    }
  },
});
