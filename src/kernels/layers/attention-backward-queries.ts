import { covering, defineKernel } from "../../compute/kernel.ts";
import { fastQueries } from "./attention-fast.ts";

/** The gradient of the queries. See shaders/layers/attention-backward-queries.wgsl. */
export const attentionBackwardQueries = defineKernel({
  shader: "layers/attention-backward-queries.wgsl",
  bindings: {
    qkv: { dtype: "f32", shape: "L B T E", access: "read" },
    out: { dtype: "f32", shape: "L B T D", access: "read" },
    gradientOut: { dtype: "f32", shape: "L B T D", access: "read" },
    logSums: { dtype: "f32", shape: "L B H T", access: "read" },
    deltas: { dtype: "f32", shape: "L B H T", access: "write" },
    gradient: { dtype: "f32", shape: "L B T E", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, H, T }, { WORKGROUP_SIZE }) => covering(L * B * H * T, WORKGROUP_SIZE),

  reference(arrays, { accumulate }, { L, B, T, E, D, H }) {
    const { qkv, out, gradientOut, logSums, deltas, gradient } = arrays;
    const W = D / H;
    const sums = new Float64Array(W);
    for (let row = 0; row < L * B * T; row++) {
      const first = row - (row % T);
      for (let h = 0; h < H; h++) {
        const query = row * E + h * W;
        const place = ((first / T) * H + h) * T + row - first;
        const own = row * D + h * W;
        let delta = 0;
        for (let w = 0; w < W; w++) delta += gradientOut[own + w] * out[own + w];
        deltas[place] = delta;
        sums.fill(0);
        for (let n = first; n <= row; n++) {
          const key = n * E + D + h * W;
          let score = 0;
          let slope = 0;
          for (let w = 0; w < W; w++) {
            score += qkv[query + w] * qkv[key + w];
            slope += gradientOut[own + w] * qkv[key + D + w];
          }
          const weight = Math.exp(score / Math.sqrt(W) - logSums[place]);
          const change = (weight * (slope - delta)) / Math.sqrt(W);
          for (let w = 0; w < W; w++) sums[w] += change * qkv[key + w];
        }
        for (let w = 0; w < W; w++) {
          gradient[query + w] = sums[w] + (accumulate === 0 ? 0 : gradient[query + w]);
        }
      }
    }
  },

  fast: fastQueries,
});
