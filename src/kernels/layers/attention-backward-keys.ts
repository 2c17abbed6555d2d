import { covering, defineKernel } from "../../compute/kernel.ts";
import { fastKeys } from "./attention-fast.ts";

/** The gradients of keys and values. See shaders/layers/attention-backward-keys.wgsl. */
export const attentionBackwardKeys = defineKernel({
  shader: "layers/attention-backward-keys.wgsl",
  bindings: {
    qkv: { dtype: "f32", shape: "L B T E", access: "read" },
    gradientOut: { dtype: "f32", shape: "L B T D", access: "read" },
    logSums: { dtype: "f32", shape: "L B H T", access: "read" },
    deltas: { dtype: "f32", shape: "L B H T", access: "read" },
    gradient: { dtype: "f32", shape: "L B T E", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, H, T }, { WORKGROUP_SIZE }) => covering(L * B * H * T, WORKGROUP_SIZE),

  reference(arrays, { accumulate }, { L, B, T, E, D, H }) {
    const { qkv, gradientOut, logSums, deltas, gradient } = arrays;
    const W = D / H;
    const keySums = new Float64Array(W);
    const valueSums = new Float64Array(W);
    for (let row = 0; row < L * B * T; row++) {
      const first = row - (row % T);
      for (let h = 0; h < H; h++) {
        const key = row * E + D + h * W;
        keySums.fill(0);
        valueSums.fill(0);
        for (let m = row; m < first + T; m++) {
          const query = m * E + h * W;
          const place = ((first / T) * H + h) * T + m - first;
          let score = 0;
          let slope = 0;
          for (let w = 0; w < W; w++) {
            score += qkv[query + w] * qkv[key + w];
            slope += gradientOut[m * D + h * W + w] * qkv[key + D + w];
          }
          const weight = Math.exp(score / Math.sqrt(W) - logSums[place]);
          const change = (weight * (slope - deltas[place])) / Math.sqrt(W);
          for (let w = 0; w < W; w++) {
            keySums[w] += change * qkv[query + w];
            valueSums[w] += weight * gradientOut[m * D + h * W + w];
          }
        }
        for (let w = 0; w < W; w++) {
          const before = accumulate === 0 ? 0 : gradient[key + w];
          const valueBefore = accumulate === 0 ? 0 : gradient[key + D + w];
          gradient[key + w] = before + keySums[w];
          gradient[key + D + w] = valueBefore + valueSums[w];
        }
      }
    }
  },

  fast: fastKeys,
});
