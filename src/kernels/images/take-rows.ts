import { covering, defineKernel } from "../../compute/kernel.ts";

/** The next rows of a table. See shaders/images/take-rows.wgsl. */
export const takeRows = defineKernel({
  shader: "images/take-rows.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    rows: { dtype: "f32", shape: "R M D", access: "read" },
    batch: { dtype: "f32", shape: "L B D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, D }, { WORKGROUP_SIZE }) => covering(L * B * D, WORKGROUP_SIZE),

  reference({ clock, rows, batch }, _scalars, { L, R, M, B, D }) {
    for (let l = 0; l < L; l++) {
      const r = Math.min(l, R - 1);
      for (let b = 0; b < B; b++) {
        const m = clock[0] * B + b;
        for (let d = 0; d < D; d++) {
          batch[(l * B + b) * D + d] = m < M ? rows[(r * M + m) * D + d] : 0;
        }
      }
    }
  },
});
