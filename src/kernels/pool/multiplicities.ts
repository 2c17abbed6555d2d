import { covering, defineKernel } from "../../compute/kernel.ts";

/** How often each row of a segment was drawn, as its weight. See shaders/pool/multiplicities.wgsl. */
export const multiplicities = defineKernel({
  shader: "pool/multiplicities.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L P", access: "read" },
    before: { dtype: "f32", shape: "R N", access: "read" },
    weight: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ counts, before, weight }, { first, rows }, { L, N, R, P }) {
    weight.fill(0);
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < rows; n++) {
        if (before[Math.min(l, R - 1) * N + n] === 0) continue;
        weight[l * N + n] = counts[l * P + first + n];
      }
    }
  },
});
