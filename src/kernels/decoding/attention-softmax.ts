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
    const weights = new Float64Array(S + clock[0]);
    for (let i = 0; i < L * R * H; i++) {
      const row = scores.subarray(i * U, i * U + weights.length);
      let peak = -Infinity;
      for (let u = 0; u < row.length; u++) peak = Math.max(peak, row[u]);
      let total = 0;
      for (let u = 0; u < row.length; u++) {
        weights[u] = Math.exp(row[u] - peak);
        total += weights[u];
      }
      for (let u = 0; u < row.length; u++) row[u] = weights[u] / total;
    }
  },
});
