import { covering, defineKernel } from "../../compute/kernel.ts";

/** Keeps the key and the value of the newest tokens. See shaders/decoding/remember.wgsl. */
export const remember = defineKernel({
  shader: "decoding/remember.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    qkv: { dtype: "f32", shape: "L R E", access: "read" },
    kept: { dtype: "f32", shape: "L N Y F", access: "update" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, F }, { WORKGROUP_SIZE }) => covering(L * R * F, WORKGROUP_SIZE),

  reference({ clock, qkv, kept }, { S }, { L, N, R, Y, E, F }) {
    const K = R / N;
    for (let text = 0; text < L * N; text++) {
      for (let k = 0; k < K; k++) {
        const place = S + (k * (Y - S)) / K + clock[0] - 1;
        const from = (text * K + k) * E + E / 3;
        kept.set(qkv.subarray(from, from + F), (text * Y + place) * F);
      }
    }
  },
});
