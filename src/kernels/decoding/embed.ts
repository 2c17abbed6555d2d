import { covering, defineKernel } from "../../compute/kernel.ts";

/** What enters the first block for the newest tokens. See shaders/decoding/embed.wgsl. */
export const embedNewest = defineKernel({
  shader: "decoding/embed.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    history: { dtype: "u32", shape: "L R T", access: "read" },
    embedding: { dtype: "f32", shape: "L V D", access: "read" },
    positions: { dtype: "f32", shape: "L P D", access: "read" },
    x: { dtype: "f32", shape: "L R D", access: "write" },
  },
  scalars: ["offset"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, D }, { WORKGROUP_SIZE }) => covering(L * R * D, WORKGROUP_SIZE),

  reference({ clock, history, embedding, positions, x }, { offset }, { L, R, T, V, D, P }) {
    for (let row = 0; row < L * R; row++) {
      const l = Math.floor(row / R);
      const token = history[row * T + clock[0] - 1];
      for (let d = 0; d < D; d++) {
        x[row * D + d] =
          embedding[(l * V + token) * D + d] + positions[(l * P + offset + clock[0]) * D + d];
      }
    }
  },
});
