import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** What becomes of the numbers: nothing, a chance of 1, or a draw with that chance. */
export const RowKind = { VALUE: 0, CHANCE: 1, DRAW: 2 } as const;

/** Writes a batch into the next rows of a table. See shaders/images/put-rows.wgsl. */
export const putRows = defineKernel({
  shader: "images/put-rows.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    clock: { dtype: "u32", shape: "1", access: "read" },
    kinds: { dtype: "u32", shape: "L", access: "read" },
    batch: { dtype: "f32", shape: "L B D", access: "read" },
    rows: { dtype: "f32", shape: "L M D", access: "update" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, D }, { WORKGROUP_SIZE }) =>
    covering(L * Math.ceil((B * D) / 4), WORKGROUP_SIZE),

  reference({ keys, clock, kinds, batch, rows }, { stream, generation }, { L, M, B, D }) {
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const kind = kinds[l];
      const at = { seed, lineage, stream, generation, step: clock[0], index: 0, draw: 1 };
      for (let e = 0; e < B * D; e++) {
        const row = clock[0] * B + Math.floor(e / D);
        if (row >= M) break;
        const value = batch[l * B * D + e];
        const chance = 1 / (1 + Math.exp(-value));
        const place = (l * M + row) * D + (e % D);
        if (kind === RowKind.DRAW) {
          if (e % 4 === 0) {
            at.index = e / 4;
            randomBits(at, words);
          }
          rows[place] = uniformOf(words[e % 4]) < chance ? 1 : 0;
        } else rows[place] = kind === RowKind.CHANCE ? chance : value;
      }
    }
  },
});
