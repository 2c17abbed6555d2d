import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** Each row of a segment gives its weight to a new one, by chance. See shaders/pool/swap-rows.wgsl. */
export const swapRows = defineKernel({
  shader: "pool/swap-rows.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    share: { dtype: "f32", shape: "L", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    kept: { dtype: "f32", shape: "L N", access: "write" },
    taken: { dtype: "f32", shape: "L P", access: "update" },
  },
  scalars: ["first", "rows", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { first, rows, stream, generation }, { L, N, R, P }) {
    const { keys, share, weight, kept, taken } = arrays;
    const words = new Uint32Array(4);
    kept.fill(0);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let n = 0; n < rows; n++) {
        const place = first + n;
        const index = place >> 2;
        randomBits({ seed, lineage, stream, generation, step: 0, index, draw: 0 }, words);
        const own = weight[Math.min(l, R - 1) * N + n];
        const isTaken = uniformOf(words[place & 3]) < share[l];
        kept[l * N + n] = isTaken ? 0 : own;
        taken[l * P + place] = isTaken ? own : 0;
      }
    }
  },
});
