import { covering, defineKernel } from "../../compute/kernel.ts";

/** The share of rows below a threshold. See shaders/metrics/share-below.wgsl. */
export const shareBelow = defineKernel({
  shader: "metrics/share-below.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N", access: "read" },
    share: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: ["rows", "threshold", "whole"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ values, share }, { rows, threshold, whole }, { L, N }) {
    const single = Math.fround(threshold);
    for (let l = 0; l < L; l++) {
      const row = values.subarray(l * N, l * N + rows);
      share[l] = row.reduce((count, value) => count + (value < single ? 1 : 0), 0) / (rows * whole);
    }
  },
});
