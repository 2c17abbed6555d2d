import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";

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
        const at = { seed, lineage, stream, generation, step: 0, index: n >> 2 };
        if ((n & 3) === 0) randomBits({ ...at, draw: 0 }, block);
        let { quotient, remainder } = scaled(block[n & 3], total);
        for (let draw = 1; remainder < uneven; draw++) {
          randomBits({ ...at, draw }, retry);
          ({ quotient, remainder } = scaled(retry[n & 3], total));
        }
        samples[l * N + n] = firstAbove(row, quotient);
      }
    }
  },
});

/** bits · total divided by 2³², by halves that a double holds exactly. */
function scaled(bits: number, total: number) {
  const low = (bits % 65536) * total;
  const middle = Math.floor(bits / 65536) * total + Math.floor(low / 65536);
  return {
    quotient: Math.floor(middle / 65536),
    remainder: (middle % 65536) * 65536 + (low % 65536),
  };
}

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
