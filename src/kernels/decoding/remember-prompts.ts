import { covering, defineKernel } from "../../compute/kernel.ts";

/** Keeps the keys and the values of prompts. See shaders/decoding/remember-prompts.wgsl. */
export const rememberPrompts = defineKernel({
  shader: "decoding/remember-prompts.wgsl",
  bindings: {
    qkv: { dtype: "f32", shape: "L N S E", access: "read" },
    kept: { dtype: "f32", shape: "L N Y F", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, S, F }, { WORKGROUP_SIZE }) => covering(L * N * S * F, WORKGROUP_SIZE),

  reference({ qkv, kept }, _scalars, { L, N, S, Y, E, F }) {
    for (let text = 0; text < L * N; text++) {
      for (let s = 0; s < S; s++) {
        const from = (text * S + s) * E + E / 3;
        kept.set(qkv.subarray(from, from + F), (text * Y + s) * F);
      }
    }
  },
});
