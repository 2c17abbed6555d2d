import { covering, defineKernel } from "../../compute/kernel.ts";

/** Scores become the shares of the positions. See shaders/decoding/attention-softmax.wgsl. */
export const attentionSoftmax = defineKernel({
  shader: "decoding/attention-softmax.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    scores: { dtype: "f32", shape: "L R H U", access: "update" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, H }, { WORKGROUP_SIZE }) => covering(L * R * H, WORKGROUP_SIZE),

  reference({ clock, scores }, { S }, { L, R, H, U }) {
    for (let i = 0; i < L * R * H; i++) {
      const row = scores.subarray(i * U, i * U + S + clock[0]);
      let peak = -Infinity;
      for (const score of row) peak = Math.max(peak, score);
      let total = 0;
      for (const score of row) total += Math.exp(score - peak);
      for (let u = 0; u < row.length; u++) row[u] = Math.exp(row[u] - peak) / total;
    }
  },
});
