import { covering, defineKernel } from "../../compute/kernel.ts";
import { placeOf } from "./place.ts";

/** What each newest token takes from all positions. See shaders/decoding/attention-mix.wgsl. */
export const attentionMix = defineKernel({
  shader: "decoding/attention-mix.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    weights: { dtype: "f32", shape: "L R H U", access: "read" },
    totals: { dtype: "f32", shape: "L R H", access: "read" },
    kept: { dtype: "f32", shape: "L N Y F", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    mixed: { dtype: "f32", shape: "L R D", access: "write" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, D }, { WORKGROUP_SIZE }) => covering(L * R * D, WORKGROUP_SIZE),

  reference(
    { clock, weights, totals, kept, ancestors, mixed },
    { S },
    { L, N, R, T, U, Y, H, D, F },
  ) {
    const sums = new Float64Array(D);
    const width = D / H;
    for (let row = 0; row < L * R; row++) {
      const text = Math.floor((row * N) / R);
      sums.fill(0);
      for (let u = 0; u < S + clock[0]; u++) {
        const value = (text * Y + placeOf(ancestors, row, u, { N, R, S, T })) * F + D;
        for (let h = 0; h < H; h++) {
          const share = weights[(row * H + h) * U + u] / totals[row * H + h];
          for (let d = h * width; d < (h + 1) * width; d++) sums[d] += share * kept[value + d];
        }
      }
      mixed.set(sums, row * D);
    }
  },
});
