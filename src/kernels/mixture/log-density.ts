import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** The log-density of a mixture at every point. See shaders/mixture/log-density.wgsl. */
export const mixtureLogDensity = defineKernel({
  shader: "mixture/log-density.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    center: { dtype: "f32", shape: "R K D", access: "read" },
    inverse: { dtype: "f32", shape: "R K D D", access: "read" },
    logScale: { dtype: "f32", shape: "R K", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    logDensity: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, N, D, K, R }) {
    const { points, center, inverse, logScale, logDeviation, logDensity } = arrays;
    for (let at = 0; at < L * N; at++) {
      const l = Math.floor(at / N);
      const terms = Array.from({ length: K }, (_, k) => {
        const component = (R === 1 ? 0 : l) * K + k;
        let square = 0;
        for (let i = 0; i < D; i++) {
          let y = 0;
          for (let j = 0; j <= i; j++) {
            const offset = points[at * D + j] - center[component * D + j];
            y += inverse[(component * D + i) * D + j] * offset;
          }
          square += y * y;
        }
        return logScale[component] - 0.5 * square;
      });
      const largest = Math.max(...terms);
      const sum = terms.reduce((total, term) => total + Math.exp(term - largest), 0);
      let jacobian = 0;
      for (let d = 0; d < D; d++) jacobian += logDeviation[l * D + d];
      logDensity[at] = Math.max(LOG_ZERO, largest + Math.log(sum) - jacobian);
    }
  },
});
