import { covering, defineKernel } from "../../compute/kernel.ts";

/** Scores become the weights of the positions. See shaders/decoding/attention-weights.wgsl. */
export const attentionWeights = defineKernel({
  shader: "decoding/attention-weights.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    scores: { dtype: "f32", shape: "L R H U", access: "update" },
    totals: { dtype: "f32", shape: "L R H", access: "write" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, H }, { WORKGROUP_SIZE }) => covering(L * R * H, WORKGROUP_SIZE),

  reference({ clock, scores, totals }, { S }, { L, R, H, U }) {
    for (let i = 0; i < L * R * H; i++) {
      const row = scores.subarray(i * U, i * U + S + clock[0]);
      let peak = -Infinity;
      for (let u = 0; u < row.length; u++) peak = Math.max(peak, row[u]);
      let total = 0;
      for (let u = 0; u < row.length; u++) {
        const weight = Math.exp(row[u] - peak);
        row[u] = weight;
        total += weight;
      }
      totals[i] = total;
    }
  },
});
