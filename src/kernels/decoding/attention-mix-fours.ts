import { covering, defineKernel } from "../../compute/kernel.ts";
import { attentionMix } from "./attention-mix.ts";
import { placeOf } from "./place.ts";

/** `attentionMix` for heads in fours. See shaders/decoding/attention-mix-fours.wgsl. */
export const attentionMixFours = defineKernel({
  shader: "decoding/attention-mix-fours.wgsl",
  bindings: {
    ...attentionMix.bindings,
    joint: { dtype: "u32", shape: "L N", access: "read" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) => covering((L * N * D) / 4, WORKGROUP_SIZE),

  reference: (arrays, scalars, axes) => attentionMix.reference(arrays, scalars, axes),

  fast({ clock, weights, totals, kept, ancestors, mixed }, { S }, { L, N, R, T, U, Y, H, D, F }) {
    const width = D / H;
    const values = new Uint32Array(S + clock[0]);
    for (let row = 0; row < L * R; row++) {
      const text = Math.floor((row * N) / R);
      for (let u = 0; u < values.length; u++) {
        values[u] = (text * Y + placeOf(ancestors, row, u, { N, R, S, T })) * F + D;
      }
      for (let d = 0; d < D; d += 4) {
        const head = row * H + Math.floor(d / width);
        let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
        for (let u = 0; u < values.length; u++) {
          const weight = weights[head * U + u];
          const value = values[u] + d;
          sum0 += weight * kept[value];
          sum1 += weight * kept[value + 1];
          sum2 += weight * kept[value + 2];
          sum3 += weight * kept[value + 3];
        }
        const out = row * D + d;
        mixed[out] = sum0 / totals[head];
        mixed[out + 1] = sum1 / totals[head];
        mixed[out + 2] = sum2 / totals[head];
        mixed[out + 3] = sum3 / totals[head];
      }
    }
  },
});
