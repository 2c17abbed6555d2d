import { covering, defineKernel } from "../../compute/kernel.ts";

/** The mean of counts. See shaders/metrics/mean-counts.wgsl. */
export const meanCounts = defineKernel({
  shader: "metrics/mean-counts.wgsl",
  bindings: {
    counts: { dtype: "f32", shape: "L N", access: "read" },
    mean: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: ["share", "scale"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ counts, mean }, { share, scale }, { L, N }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let n = 0; n < N; n++) {
        const count = counts[l * N + n];
        sum += share === 1 ? Number(count > 0) : count;
      }
      mean[l] = (scale * sum) / N;
    }
  },
});
