import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** Whom a filter lets through. See shaders/pool/keep-by-chance.wgsl. */
export const keepByChance = defineKernel({
  shader: "pool/keep-by-chance.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    marks: { dtype: "f32", shape: "S N", access: "read" },
    keepMarked: { dtype: "f32", shape: "L", access: "read" },
    keepOther: { dtype: "f32", shape: "L", access: "read" },
    kept: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["rows", "stream", "birth", "drawn"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { rows, stream, birth, drawn }, { L, N, R, S }) {
    const { keys, weight, marks, keepMarked, keepOther, kept } = arrays;
    const words = new Uint32Array(4);
    kept.fill(0);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let n = 0; n < rows; n++) {
        const at = { seed, lineage, stream, generation: birth, step: drawn, index: n, draw: 0 };
        randomBits(at, words);
        const isMarked = marks[Math.min(l, S - 1) * N + n] !== 0;
        const chance = isMarked ? keepMarked[l] : keepOther[l];
        if (uniformOf(words[0]) < chance) kept[l * N + n] = weight[Math.min(l, R - 1) * N + n];
      }
    }
  },
});
