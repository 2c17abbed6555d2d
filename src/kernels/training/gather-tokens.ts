import { covering, defineKernel } from "../../compute/kernel.ts";

/** Copies the texts of a batch out of a segment. See shaders/training/gather-tokens.wgsl. */
export const gatherTokens = defineKernel({
  shader: "training/gather-tokens.wgsl",
  bindings: {
    values: { dtype: "u32", shape: "L N T", access: "read" },
    order: { dtype: "u32", shape: "L B", access: "read" },
    batch: { dtype: "u32", shape: "L B T", access: "update" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, T }, { WORKGROUP_SIZE }) => covering(L * B * T, WORKGROUP_SIZE),

  reference({ values, order, batch }, { first, rows }, { L, N, B, T }) {
    for (let l = 0; l < L; l++) {
      for (let b = 0; b < B; b++) {
        const n = order[l * B + b] - first;
        if (n < 0 || n >= rows) continue;
        const sample = values.subarray((l * N + n) * T, (l * N + n + 1) * T);
        batch.set(sample, (l * B + b) * T);
      }
    }
  },
});
