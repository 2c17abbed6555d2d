import { covering, defineKernel } from "../../compute/kernel.ts";

/** How much each newest token attends to each position. See shaders/decoding/attention-scores.wgsl. */
export const attentionScores = defineKernel({
  shader: "decoding/attention-scores.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    qkv: { dtype: "f32", shape: "L R E", access: "read" },
    prompts: { dtype: "f32", shape: "L N S E", access: "read" },
    cache: { dtype: "f32", shape: "L R T F", access: "read" },
    ancestors: { dtype: "u32", shape: "L R T", access: "read" },
    scores: { dtype: "f32", shape: "L R H U", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, H, U }, { WORKGROUP_SIZE }) => covering(L * R * H * U, WORKGROUP_SIZE),

  reference(
    { clock, qkv, prompts, cache, ancestors, scores },
    _scalars,
    { L, N, R, S, T, U, H, E, F },
  ) {
    const width = F / 2 / H;
    for (let row = 0; row < L * R; row++) {
      const l = Math.floor(row / R);
      const text = l * N + Math.floor(((row % R) * N) / R);
      for (let u = 0; u < S + clock[0]; u++) {
        const t = u - S;
        const owner = t < 0 ? 0 : l * R + ancestors[row * T + t];
        const keys = t < 0 ? prompts : cache;
        const key = t < 0 ? (text * S + u) * E + F / 2 : (owner * T + t) * F;
        for (let h = 0; h < H; h++) {
          let score = 0;
          for (let d = h * width; d < (h + 1) * width; d++) {
            score += qkv[row * E + d] * keys[key + d];
          }
          scores[(row * H + h) * U + u] = score / Math.sqrt(width);
        }
      }
    }
  },
});
