import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** The best of every group of neighbours. See shaders/pool/choose-best.wgsl. */
export const chooseBest = defineKernel({
  shader: "pool/choose-best.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    scores: { dtype: "f32", shape: "L N", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    temperature: { dtype: "f32", shape: "L", access: "read" },
    chosen: { dtype: "u32", shape: "L G", access: "write" },
    chosenWeight: { dtype: "f32", shape: "L G", access: "write" },
  },
  scalars: ["rows", "size", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, G }, { WORKGROUP_SIZE }) => covering(L * G, WORKGROUP_SIZE),

  reference(arrays, { rows, size, stream, generation }, { L, N, G, R }) {
    const { keys, scores, weight, temperature, chosen, chosenWeight } = arrays;
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const scoreOf = (n: number) => {
        randomBits({ seed, lineage, stream, generation, step: 0, index: n, draw: 0 }, words);
        const gumbel = -Math.log(-Math.log(uniformOf(words[0])));
        return scores[l * N + n] + (temperature[l] === 0 ? 0 : temperature[l] * gumbel);
      };
      const weightAt = (n: number) => weight[Math.min(l, R - 1) * N + n];
      for (let g = 0; g < G; g++) {
        const group = Array.from({ length: size }, (_, k) => g * size + k);
        const present = group.filter((n) => n < rows && weightAt(n) > 0);
        const best = present.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a), present[0]);
        chosen[l * G + g] = best ?? g * size;
        chosenWeight[l * G + g] = best === undefined ? 0 : weightAt(best);
      }
    }
  },
});
