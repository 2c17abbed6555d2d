import { covering, defineKernel } from "../../compute/kernel.ts";
import { multiplyHigh, randomBits } from "../../random/philox.ts";

/** Systematic resampling by weight. See shaders/pool/choose-rows.wgsl. */
export const chooseRows = defineKernel({
  shader: "pool/choose-rows.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    cumulative: { dtype: "u32", shape: "L P", access: "read" },
    chosen: { dtype: "u32", shape: "L C", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ keys, cumulative, chosen }, { stream, generation }, { L, P, C }) {
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      randomBits({ seed, lineage, stream, generation, step: 0, index: 0, draw: 0 }, words);
      const total = cumulative[(l + 1) * P - 1];
      const offset = BigInt(multiplyHigh(words[0], total));
      let p = 0;
      for (let j = 0; j < C; j++) {
        const point = Number((BigInt(j) * BigInt(total) + offset) / BigInt(C));
        while (cumulative[l * P + p] <= point) p++;
        chosen[l * C + j] = p;
      }
    }
  },
});
