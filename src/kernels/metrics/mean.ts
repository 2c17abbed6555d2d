import { covering, defineKernel } from "../../compute/kernel.ts";

/** How far the model's mean is from the real one. See shaders/metrics/mean.wgsl. */
export const meanOffset = defineKernel({
  shader: "metrics/mean.wgsl",
  bindings: {
    mean: { dtype: "f32", shape: "L D", access: "read" },
    realMean: { dtype: "f32", shape: "L D", access: "read" },
    offset: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ mean, realMean, offset }, _scalars, { L, D }) {
    for (let l = 0; l < L; l++) {
      const distances = Array.from({ length: D }, (_, d) => mean[l * D + d] - realMean[l * D + d]);
      offset[l] = D === 1 ? distances[0] : Math.hypot(...distances) / Math.sqrt(D);
    }
  },
});
