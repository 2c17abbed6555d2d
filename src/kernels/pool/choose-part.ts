import { covering, defineKernel } from "../../compute/kernel.ts";
import { permuted } from "../../random/permutation.ts";
import { randomBits } from "../../random/philox.ts";

/** A random part of a pool, of an exact number of rows. See shaders/pool/choose-part.wgsl. */
export const choosePart = defineKernel({
  shader: "pool/choose-part.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    upTo: { dtype: "u32", shape: "R P", access: "read" },
    weight: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["first", "rows", "chosen", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ keys, upTo, weight }, { first, rows, chosen, stream, generation }, { L, N, R, P }) {
    const roundKeys = new Uint32Array(8);
    weight.fill(0);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const counts = upTo.subarray(Math.min(l, R - 1) * P).subarray(0, P);
      for (const draw of [0, 1]) {
        const at = { seed, lineage, stream, generation, step: 0, index: 0, draw };
        randomBits(at, roundKeys.subarray(4 * draw, 4 * draw + 4));
      }
      for (let n = 0; n < rows; n++) {
        const before = first + n === 0 ? 0 : counts[first + n - 1];
        if (counts[first + n] === before) continue;
        weight[l * N + n] = Number(permuted(before, counts[P - 1], roundKeys) < chosen);
      }
    }
  },
});
