import { covering, defineKernel } from "../../compute/kernel.ts";

/** Keeps the key and the value of the newest tokens. See shaders/decoding/remember.wgsl. */
export const remember = defineKernel({
  shader: "decoding/remember.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    qkv: { dtype: "f32", shape: "L R E", access: "read" },
    cache: { dtype: "f32", shape: "L R T F", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, F }, { WORKGROUP_SIZE }) => covering(L * R * F, WORKGROUP_SIZE),

  reference({ clock, qkv, cache }, _scalars, { L, R, T, E, F }) {
    for (let row = 0; row < L * R; row++) {
      for (let f = 0; f < F; f++) {
        cache[(row * T + clock[0] - 1) * F + f] = qkv[row * E + E / 3 + f];
      }
    }
  },
});
