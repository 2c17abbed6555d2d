import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** Draws points with independent mixtures as dimensions. See shaders/gaussian/sample-marginals.wgsl. */
export const marginalsSample = defineKernel({
  shader: "gaussian/sample-marginals.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    upTo: { dtype: "f32", shape: "L D J", access: "read" },
    componentMean: { dtype: "f32", shape: "L D J", access: "read" },
    componentDeviation: { dtype: "f32", shape: "L D J", access: "read" },
    samples: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) =>
    covering(L * Math.ceil((N * D) / 4), WORKGROUP_SIZE),

  reference(arrays, { stream, generation }, { L, N, D, J }) {
    const { keys, upTo, componentMean, componentDeviation, samples } = arrays;
    const z = new Float64Array(4);
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let e = 0; e < N * D; e++) {
        if ((e & 3) === 0) {
          const at = { seed, lineage, stream, generation, step: 0, index: e >> 2, draw: 0 };
          randomNormals(at, z);
          at.draw = 1;
          randomBits(at, words);
        }
        const table = (l * D + (e % D)) * J;
        const weights = upTo.subarray(table, table + J - 1);
        const found = weights.findIndex((limit) => uniformOf(words[e & 3]) < limit);
        const component = table + (found === -1 ? J - 1 : found);
        samples[l * N * D + e] =
          componentMean[component] + componentDeviation[component] * z[e & 3];
      }
    }
  },
});
