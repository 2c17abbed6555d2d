import { covering, defineKernel } from "../../compute/kernel.ts";
import { fastForward } from "./attention-fast.ts";

/** What each position gathers from all before it. See shaders/layers/attention-forward.wgsl. */
export const attentionForward = defineKernel({
  shader: "layers/attention-forward.wgsl",
  bindings: {
    qkv: { dtype: "f32", shape: "L B T E", access: "read" },
    out: { dtype: "f32", shape: "L B T D", access: "write" },
    logSums: { dtype: "f32", shape: "L B H T", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, H, T }, { WORKGROUP_SIZE }) => covering(L * B * H * T, WORKGROUP_SIZE),

  reference({ qkv, out, logSums }, _scalars, { L, B, T, E, D, H }) {
    const W = D / H;
    const weights = new Float64Array(T);
    for (let row = 0; row < L * B * T; row++) {
      const first = row - (row % T);
      for (let h = 0; h < H; h++) {
        const query = row * E + h * W;
        const place = ((first / T) * H + h) * T + row - first;
        let largest = -Infinity;
        for (let n = first; n <= row; n++) {
          const key = n * E + D + h * W;
          let score = 0;
          for (let w = 0; w < W; w++) score += qkv[query + w] * qkv[key + w];
          weights[n - first] = score / Math.sqrt(W);
          largest = Math.max(largest, weights[n - first]);
        }
        let sum = 0;
        for (let n = first; n <= row; n++) {
          weights[n - first] = Math.exp(weights[n - first] - largest);
          sum += weights[n - first];
        }
        for (let w = 0; w < W; w++) {
          let total = 0;
          for (let n = first; n <= row; n++) {
            total += weights[n - first] * qkv[n * E + 2 * D + h * W + w];
          }
          out[row * D + h * W + w] = total / sum;
        }
        logSums[place] = largest + Math.log(sum);
      }
    }
  },

  fast: fastForward,
});
