import { covering, defineKernel } from "../../compute/kernel.ts";
import { permuted } from "../../random/permutation.ts";
import { randomBits } from "../../random/philox.ts";

/** Which samples of the pool a step trains on. See shaders/training/shuffle.wgsl. */
export const shuffle = defineKernel({
  shader: "training/shuffle.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    order: { dtype: "u32", shape: "L B", access: "write" },
  },
  scalars: ["stream", "generation", "count"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B }, { WORKGROUP_SIZE }) => covering(L * B, WORKGROUP_SIZE),

  reference({ clock, keys, order }, { stream, generation, count }, { L, B }) {
    const roundKeys = new Uint32Array(8);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let b = 0; b < B; b++) {
        const sample = clock[0] * B + b;
        const epoch = Math.floor(sample / count);
        for (const draw of [0, 1]) {
          const at = { seed, lineage, stream, generation, step: epoch, index: 0, draw };
          randomBits(at, roundKeys.subarray(4 * draw, 4 * draw + 4));
        }
        order[l * B + b] = permuted(sample % count, count, roundKeys);
      }
    }
  },
});
