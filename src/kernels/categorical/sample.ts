import { covering, defineKernel } from "../../compute/kernel.ts";
import { multiplyHigh, randomBits } from "../../random/philox.ts";

/** Draws N categories per lineage. See shaders/categorical/sample.wgsl. */
export const categoricalSample = defineKernel({
  shader: "categorical/sample.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    cumulative: { dtype: "u32", shape: "R K", access: "read" },
    samples: { dtype: "u32", shape: "L N", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * Math.ceil(N / 4), WORKGROUP_SIZE),

  reference({ keys, cumulative, samples }, { stream, generation }, { L, N, R, K }) {
    const block = new Uint32Array(4);
    const retry = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const row = cumulative.subarray(Math.min(l, R - 1) * K).subarray(0, K);
      const total = row[K - 1];
      const uneven = 2 ** 32 % total;
      for (let n = 0; n < N; n++) {
        const index = n >> 2;
        if ((n & 3) === 0) {
          randomBits({ seed, lineage, stream, generation, step: 0, index, draw: 0 }, block);
        }
        let bits = block[n & 3];
        // The low word of bits · total decides whether the high one is even.
        for (let draw = 1; Math.imul(bits, total) >>> 0 < uneven; draw++) {
          randomBits({ seed, lineage, stream, generation, step: 0, index, draw }, retry);
          bits = retry[n & 3];
        }
        samples[l * N + n] = firstAbove(row, multiplyHigh(bits, total));
      }
    }
  },
});

/** The first place of an ascending row whose value is above v. */
function firstAbove(row: Uint32Array, v: number): number {
  let [from, to] = [0, row.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (row[middle] > v) to = middle;
    else from = middle + 1;
  }
  return from;
}
