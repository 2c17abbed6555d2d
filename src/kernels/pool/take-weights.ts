import { covering, defineKernel } from "../../compute/kernel.ts";
import { donorOf } from "./taken-rows.ts";

/** Takes weights of rows from another lineage. See shaders/pool/take-weights.wgsl. */
export const takeWeights = defineKernel({
  shader: "pool/take-weights.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "R N", access: "read" },
    start: { dtype: "u32", shape: "K", access: "read" },
    count: { dtype: "u32", shape: "K", access: "read" },
    taken: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: ["rows", "offset"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ weight, start, count, taken }, { rows, offset }, { L, N, C, R, K }) {
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        const row = (R === 1 ? 0 : donorOf(l, offset, K) * N) + ((start[l % K] + c) % rows);
        taken[l * C + c] = c < count[l % K] ? weight[row] : 0;
      }
    }
  },
});
