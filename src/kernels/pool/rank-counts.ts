import { covering, defineKernel } from "../../compute/kernel.ts";
import { CHUNK_LENGTH, rankOf } from "./rank.ts";

/** How many samples of every chunk reach each of sixteen ranks. See shaders/pool/rank-counts.wgsl. */
export const rankCounts = defineKernel({
  shader: "pool/rank-counts.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L N", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    goal: { dtype: "u32", shape: "L 2", access: "read" },
    counts: { dtype: "u32", shape: "L C 16", access: "write" },
  },
  scalars: ["rows", "shift"],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ scores, weight, goal, counts }, { rows, shift }, { L, N, R, C }) {
    counts.fill(0);
    for (let l = 0; l < L; l++) {
      const least = shift === 28 ? 0 : goal[2 * l];
      for (let n = 0; n < rows; n++) {
        if (weight[Math.min(l, R - 1) * N + n] <= 0) continue;
        const rank = rankOf(scores[l * N + n]);
        const first = 16 * (l * C + Math.floor(n / CHUNK_LENGTH));
        for (let j = 0; j < 16 && rank >= least + j * 2 ** shift; j++) counts[first + j]++;
      }
    }
  },
});
