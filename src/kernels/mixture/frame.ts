import { covering, defineKernel } from "../../compute/kernel.ts";

const LEAST_LOG = -40;

/** The scale of a pool's own coordinates. See shaders/mixture/frame.wgsl. */
export const mixtureFrame = defineKernel({
  shader: "mixture/frame.wgsl",
  bindings: {
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    regularisation: { dtype: "f32", shape: "L", access: "read" },
    scale: { dtype: "f32", shape: "L D", access: "write" },
    leastVariance: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ logDeviation, regularisation, scale, leastVariance }, _scalars, { L, D }) {
    for (let l = 0; l < L; l++) {
      const own = logDeviation.subarray(l * D, (l + 1) * D);
      const mean = own.reduce((sum, log) => sum + Math.exp(2 * log) / D, 0);
      const log = Math.max(LEAST_LOG, 0.5 * Math.log(mean + regularisation[l]));
      scale.fill(log, l * D, (l + 1) * D);
      leastVariance[l] = regularisation[l] * Math.exp(-2 * log);
    }
  },
});
