import { covering, defineKernel } from "../../compute/kernel.ts";

/** Takes weights of rows from another lineage. See shaders/pool/take-weights.wgsl. */
export const takeWeights = defineKernel({
  shader: "pool/take-weights.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "R N", access: "read" },
    donor: { dtype: "u32", shape: "L", access: "read" },
    start: { dtype: "u32", shape: "L", access: "read" },
    count: { dtype: "u32", shape: "L", access: "read" },
    taken: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ weight, donor, start, count, taken }, { rows }, { L, N, C, R }) {
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        const row = (R === 1 ? 0 : donor[l] * N) + ((start[l] + c) % rows);
        taken[l * C + c] = c < count[l] ? weight[row] : 0;
      }
    }
  },
});
