import { covering, defineKernel } from "../../compute/kernel.ts";

/** Copies the samples of a batch out of a segment. See shaders/training/gather-vectors.wgsl. */
export const gatherVectors = defineKernel({
  shader: "training/gather-vectors.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    order: { dtype: "u32", shape: "L B", access: "read" },
    batch: { dtype: "f32", shape: "L B D", access: "update" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, D }, { WORKGROUP_SIZE }) => covering(L * B * D, WORKGROUP_SIZE),

  reference({ values, order, batch }, { first, rows }, { L, N, B, D }) {
    for (let l = 0; l < L; l++) {
      for (let b = 0; b < B; b++) {
        const n = order[l * B + b] - first;
        if (n < 0 || n >= rows) continue;
        const sample = values.subarray((l * N + n) * D, (l * N + n + 1) * D);
        batch.set(sample, (l * B + b) * D);
      }
    }
  },
});
