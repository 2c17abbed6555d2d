import { covering, defineKernel } from "../../compute/kernel.ts";

/** By how much tokens surprise a Markov chain. See shaders/markov/surprise.wgsl. */
export const markovSurprise = defineKernel({
  shader: "markov/surprise.wgsl",
  bindings: {
    texts: { dtype: "u32", shape: "S N T", access: "read" },
    starts: { dtype: "u32", shape: "R V", access: "read" },
    upTo: { dtype: "u32", shape: "R V V", access: "read" },
    surprise: { dtype: "f32", shape: "L N T", access: "write" },
  },
  scalars: ["first"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, T }, { WORKGROUP_SIZE }) => covering(L * N * T, WORKGROUP_SIZE),

  reference({ texts, starts, upTo, surprise }, { first }, { L, N, T, V, S, R }) {
    for (let l = 0; l < L; l++) {
      const r = Math.min(l, R - 1);
      for (let n = 0; n < N; n++) {
        const text = texts.subarray((Math.min(l, S - 1) * N + n) * T).subarray(0, T);
        for (let t = 0; t < T; t++) {
          const before = r * V + (t === 0 ? 0 : text[t - 1]);
          const following = upTo.subarray(before * V, (before + 1) * V);
          const isBeginning = t === 0 || following[V - 1] === 0;
          const row = isBeginning ? starts.subarray(r * V, (r + 1) * V) : following;
          const count = row[text[t]] - (text[t] === 0 ? 0 : row[text[t] - 1]);
          const isFree = t === 0 && first === 0;
          surprise[(l * N + n) * T + t] = isFree ? 0 : -Math.log(count / row[V - 1]);
        }
      }
    }
  },
});
