import { covering, defineKernel } from "../../compute/kernel.ts";
import { multiplyHigh, randomBits } from "../../random/philox.ts";

/** Draws N texts per lineage from a Markov chain. See shaders/markov/sample.wgsl. */
export const markovSample = defineKernel({
  shader: "markov/sample.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    starts: { dtype: "u32", shape: "R V", access: "read" },
    upTo: { dtype: "u32", shape: "R V V", access: "read" },
    texts: { dtype: "u32", shape: "L N T", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ keys, starts, upTo, texts }, { stream, generation }, { L, N, T, R, V }) {
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const r = Math.min(l, R - 1);
      const beginnings = starts.subarray(r * V, (r + 1) * V);
      for (let index = 0; index < N; index++) {
        const text = texts.subarray((l * N + index) * T, (l * N + index + 1) * T);
        for (let t = 0; t < T; t++) {
          const before = r * V + (t === 0 ? 0 : text[t - 1]);
          const following = upTo.subarray(before * V, (before + 1) * V);
          const row = t === 0 || following[V - 1] === 0 ? beginnings : following;
          const total = row[V - 1];
          const uneven = 2 ** 32 % total;
          let bits = 0;
          for (let draw = 0; draw === 0 || Math.imul(bits, total) >>> 0 < uneven; draw++) {
            randomBits({ seed, lineage, stream, generation, step: t >> 2, index, draw }, words);
            bits = words[t & 3];
          }
          const drawn = multiplyHigh(bits, total);
          text[t] = row.findIndex((sum) => sum > drawn);
        }
      }
    }
  },
});
