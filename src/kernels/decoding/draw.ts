import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** One token per row, in proportion to the weights. See shaders/decoding/draw.wgsl. */
export const drawTokens = defineKernel({
  shader: "decoding/draw.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    weights: { dtype: "f32", shape: "L R V", access: "read" },
    masses: { dtype: "f32", shape: "L R C", access: "read" },
    log: { dtype: "u32", shape: "L T R 2", access: "update" },
  },
  scalars: ["stream", "generation", "first"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R }, { WORKGROUP_SIZE }) => covering(L * R, WORKGROUP_SIZE),

  reference(
    { clock, keys, weights, masses, log },
    { stream, generation, first },
    { L, R, V, C, T },
  ) {
    const words = new Uint32Array(4);
    const [step] = clock;
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let r = 0; r < R; r++) {
        const index = first + r;
        randomBits({ seed, lineage, stream, generation, step, index, draw: 0 }, words);
        const row = l * R + r;
        const ofRow = weights.subarray(row * V, (row + 1) * V);
        const strand = chosen(masses.subarray(row * C, (row + 1) * C), uniformOf(words[0]));
        const ofStrand = ofRow.filter((_, v) => v % C === strand);
        const token = strand + C * chosen(ofStrand, uniformOf(words[1]));
        log.set([token, r], 2 * ((l * T + step) * R + r));
      }
    }
  },
});

/** The first place where the running share is above u; the last with a weight, if there is none. */
function chosen(weights: Float32Array, u: number): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let place = 0;
  let sum = 0;
  for (let i = 0; i < weights.length && sum <= u * total; i++) {
    sum += weights[i];
    if (weights[i] > 0) place = i;
  }
  return place;
}
