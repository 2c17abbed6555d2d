import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** The logarithm of the generalised variance. See shaders/metrics/log-variance.wgsl. */
export const generalisedLogVariance = defineKernel({
  shader: "metrics/log-variance.wgsl",
  bindings: {
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    factor: { dtype: "f32", shape: "L E E", access: "read" },
    logVariance: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ logDeviation, factor, logVariance }, _scalars, { L, D, E }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let d = 0; d < D; d++) {
        const logarithm = logDeviation[l * D + d];
        sum += logarithm <= LOG_ZERO / 2 ? -Infinity : logarithm;
      }
      for (let e = 0; e < E; e++) sum += Math.log(factor[(l * E + e) * E + e]);
      logVariance[l] = (2 * sum) / D;
    }
  },
});
