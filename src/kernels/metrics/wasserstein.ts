import { covering, defineKernel } from "../../compute/kernel.ts";

/** W₂² of independent Gaussians to the real data. See shaders/metrics/wasserstein.wgsl. */
export const wasserstein = defineKernel({
  shader: "metrics/wasserstein.wgsl",
  bindings: {
    mean: { dtype: "f32", shape: "L D", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    realMean: { dtype: "f32", shape: "L D", access: "read" },
    slope: { dtype: "f32", shape: "L D", access: "read" },
    residual: { dtype: "f32", shape: "L D", access: "read" },
    w2: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ mean, logDeviation, realMean, slope, residual, w2 }, _scalars, { L, D }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let i = l * D; i < (l + 1) * D; i++) {
        const deviation = Math.exp(logDeviation[i]);
        const realVariance = slope[i] ** 2 + residual[i];
        sum += (mean[i] - realMean[i]) ** 2 + deviation ** 2 + realVariance;
        sum -= 2 * deviation * slope[i];
      }
      w2[l] = sum;
    }
  },
});
