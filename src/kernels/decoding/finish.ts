import { covering, defineKernel } from "../../compute/kernel.ts";

/** The best beam of every text. See shaders/decoding/finish.wgsl. */
export const finish = defineKernel({
  shader: "decoding/finish.wgsl",
  bindings: {
    sums: { dtype: "f32", shape: "L N K", access: "read" },
    divisor: { dtype: "f32", shape: "L", access: "read" },
    lineages: { dtype: "u32", shape: "L", access: "read" },
    log: { dtype: "u32", shape: "L T Q 2", access: "read" },
    texts: { dtype: "u32", shape: "G M T", access: "update" },
  },
  scalars: ["first"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ sums, divisor, lineages, log, texts }, { first }, { L, N, M, K, Q, T }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        let best = 0;
        const scoreOf = (k: number) => sums[(l * N + n) * K + k] / divisor[l];
        for (let k = 1; k < K; k++) if (scoreOf(k) > scoreOf(best)) best = k;
        let row = n * K + best;
        for (let s = T - 1; s >= 0; s--) {
          const entry = 2 * ((l * T + s) * Q + row);
          texts[(lineages[l] * M + first + n) * T + s] = log[entry];
          row = log[entry + 1];
        }
      }
    }
  },
});
