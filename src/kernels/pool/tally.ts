import { covering, defineKernel } from "../../compute/kernel.ts";

/** How much weight a filter has left. See shaders/pool/tally.wgsl. */
export const tally = defineKernel({
  shader: "pool/tally.wgsl",
  bindings: {
    before: { dtype: "f32", shape: "R N", access: "read" },
    after: { dtype: "f32", shape: "Q N", access: "read" },
    marks: { dtype: "f32", shape: "S N", access: "read" },
    sums: { dtype: "f32", shape: "L 4", access: "update" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64, RUN: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ before, after, marks, sums }, { rows }, { L, N, R, Q, S }) {
    for (let l = 0; l < L; l++) {
      const own = [0, 0, 0, 0];
      for (let n = 0; n < rows; n++) {
        const place = marks[Math.min(l, S - 1) * N + n] === 0 ? 2 : 0;
        own[place] += before[Math.min(l, R - 1) * N + n];
        own[place + 1] += after[Math.min(l, Q - 1) * N + n];
      }
      for (const [i, sum] of own.entries()) sums[4 * l + i] += sum;
    }
  },
});
