import { covering, defineKernel } from "../../compute/kernel.ts";

/** What each newest token takes from all positions. See shaders/decoding/attention-mix.wgsl. */
export const attentionMix = defineKernel({
  shader: "decoding/attention-mix.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    shares: { dtype: "f32", shape: "L R H U", access: "read" },
    prompts: { dtype: "f32", shape: "L N S E", access: "read" },
    cache: { dtype: "f32", shape: "L R T F", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    mixed: { dtype: "f32", shape: "L R D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, D }, { WORKGROUP_SIZE }) => covering(L * R * D, WORKGROUP_SIZE),

  reference(
    { clock, shares, prompts, cache, ancestors, mixed },
    _scalars,
    { L, N, R, S, T, U, H, D, E, F },
  ) {
    const sums = new Float64Array(D);
    for (let row = 0; row < L * R; row++) {
      const l = Math.floor(row / R);
      const text = l * N + Math.floor(((row % R) * N) / R);
      sums.fill(0);
      for (let u = 0; u < S + clock[0]; u++) {
        const t = u - S;
        const owner = t < 0 ? 0 : l * R + ancestors[row * T + t];
        const values = t < 0 ? prompts : cache;
        const value = t < 0 ? (text * S + u) * E + 2 * D : (owner * T + t) * F + D;
        for (let d = 0; d < D; d++) {
          const h = Math.floor((d * H) / D);
          sums[d] += shares[(row * H + h) * U + u] * values[value + d];
        }
      }
      mixed.set(sums, row * D);
    }
  },
});
