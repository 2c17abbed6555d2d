import { covering, defineKernel } from "../../compute/kernel.ts";

/** The K best of all continuations of a text. See shaders/decoding/merge.wgsl. */
export const mergeBeams = defineKernel({
  shader: "decoding/merge.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    values: { dtype: "f32", shape: "L R C K", access: "read" },
    tokens: { dtype: "u32", shape: "L R C K", access: "read" },
    sums: { dtype: "f32", shape: "L N K", access: "write" },
    log: { dtype: "u32", shape: "L T Q 2", access: "update" },
  },
  scalars: ["summed"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ clock, values, tokens, sums, log }, { summed }, { L, N, R, C, K, Q, T }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        const candidates = [];
        for (let row = (n * R) / N; row < ((n + 1) * R) / N; row++) {
          for (let at = (l * R + row) * C * K; at < (l * R + row + 1) * C * K; at++) {
            candidates.push({ value: values[at], row, token: tokens[at] });
          }
        }
        candidates.sort((a, b) => b.value - a.value || a.row - b.row || a.token - b.token);
        for (let k = 0; k < K; k++) {
          const { value, row, token } = candidates[k];
          const entry = 2 * ((l * T + clock[0]) * Q + n * K + k);
          log.set([token, row], entry);
          sums[(l * N + n) * K + k] = summed * value;
        }
      }
    }
  },
});
