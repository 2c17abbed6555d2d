import { covering, defineKernel } from "../../compute/kernel.ts";
import { CHUNK_LENGTH, rankOf } from "./rank.ts";

/** The samples that reach a rank, as many as are wanted. See shaders/pool/keep-ranked.wgsl. */
export const keepRanked = defineKernel({
  shader: "pool/keep-ranked.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L N", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    goal: { dtype: "u32", shape: "L 2", access: "read" },
    counts: { dtype: "u32", shape: "L C 16", access: "read" },
    kept: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ scores, weight, goal, counts, kept }, { rows }, { L, N, R, C }) {
    kept.fill(0);
    for (let l = 0; l < L; l++) {
      const [least, wanted] = goal.subarray(2 * l, 2 * l + 2);
      let better = 0;
      for (let c = l * C; c < (l + 1) * C; c++) better += counts[16 * c + 1];
      let left = wanted === 0 ? 0 : Math.max(0, wanted - better);
      for (let n = 0; n < rows; n++) {
        const own = weight[Math.min(l, R - 1) * N + n];
        const rank = rankOf(scores[l * N + n]);
        if (own <= 0 || rank < least || wanted === 0) continue;
        if (rank > least || left-- > 0) kept[l * N + n] = own;
      }
    }
  },
});
