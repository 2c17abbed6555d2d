import { covering, defineKernel } from "../../compute/kernel.ts";

/** Adds the sums of chunks. See shaders/metrics/sum-chunks.wgsl. */
export const sumChunks = defineKernel({
  shader: "metrics/sum-chunks.wgsl",
  bindings: {
    sums: { dtype: "f32", shape: "L C", access: "read" },
    total: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ sums, total }, _scalars, { L, C }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let c = 0; c < C; c++) sum += sums[l * C + c];
      total[l] = sum;
    }
  },
});
