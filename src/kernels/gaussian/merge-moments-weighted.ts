import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO, logarithm } from "../logarithm.ts";

/** Moments of a weighted segment. See shaders/gaussian/merge-moments-weighted.wgsl. */
export const mergeMomentsWeighted = defineKernel({
  shader: "gaussian/merge-moments-weighted.wgsl",
  bindings: {
    means: { dtype: "f32", shape: "L C D", access: "read" },
    squares: { dtype: "f32", shape: "L C D", access: "read" },
    masses: { dtype: "f32", shape: "L C", access: "read" },
    frameMean: { dtype: "f32", shape: "L D", access: "read" },
    frameLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    mean: { dtype: "f32", shape: "L D", access: "write" },
    logDeviation: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, C, D }) {
    const { means, squares, masses, frameMean, frameLogDeviation, mean, logDeviation } = arrays;
    for (let l = 0; l < L; l++) {
      const own = Array.from(masses.subarray(l * C, (l + 1) * C));
      const mass = own.reduce((sum, w) => sum + w, 0);
      for (let d = 0; d < D; d++) {
        const at = (c: number) => (l * C + c) * D + d;
        const total = own.reduce((sum, w, c) => sum + w * means[at(c)], 0);
        const m = mass === 0 ? 0 : total / mass;
        const square = own.reduce(
          (sum, w, c) => sum + squares[at(c)] + w * (means[at(c)] - m) ** 2,
          0,
        );
        const variance = mass === 0 ? 0 : square / mass;
        const i = l * D + d;
        mean[i] = frameMean[i] + Math.exp(frameLogDeviation[i]) * m;
        logDeviation[i] = Math.max(LOG_ZERO, frameLogDeviation[i] + 0.5 * logarithm(variance));
      }
    }
  },
});
