import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** Draws points from a mixture of Gaussians. See shaders/mixture/sample.wgsl. */
export const mixtureSample = defineKernel({
  shader: "mixture/sample.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    weight: { dtype: "f32", shape: "R K", access: "read" },
    center: { dtype: "f32", shape: "R K D", access: "read" },
    root: { dtype: "f32", shape: "R K D D", access: "read" },
    samples: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { stream, generation }, { L, N, D, K, R }) {
    const { keys, weight, center, root, samples } = arrays;
    const words = new Uint32Array(4);
    const four = new Float64Array(4);
    const z = new Float64Array(D);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const mixture = R === 1 ? 0 : l;
      for (let n = 0; n < N; n++) {
        const at = { seed, lineage, stream, generation, step: 0, index: n, draw: 0 };
        randomBits(at, words);
        let left = uniformOf(words[0]);
        let k = 0;
        while (k < K - 1 && left >= weight[mixture * K + k]) left -= weight[mixture * K + k++];
        for (let d = 0; d < D; d++) {
          if (d % 4 === 0) {
            at.draw++;
            randomNormals(at, four);
          }
          z[d] = four[d % 4];
        }
        const component = mixture * K + k;
        for (let i = 0; i < D; i++) {
          let value = center[component * D + i];
          for (let j = 0; j <= i; j++) value += root[(component * D + i) * D + j] * z[j];
          samples[(l * N + n) * D + i] = value;
        }
      }
    }
  },
});
