import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";

/** Draws points within a bound around 0. See shaders/gaussian/sample-truncated.wgsl. */
export const gaussianSampleTruncated = defineKernel({
  shader: "gaussian/sample-truncated.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    spread: { dtype: "f32", shape: "L", access: "read" },
    bound: { dtype: "f32", shape: "L", access: "read" },
    samples: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) =>
    covering(L * Math.ceil((N * D) / 4), WORKGROUP_SIZE),

  reference({ keys, spread, bound, samples }, { stream, generation }, { L, N, D }) {
    const z = new Float64Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let e = 0; e < N * D; e++) {
        const index = e >> 2;
        let draw = 0;
        do {
          randomNormals({ seed, lineage, stream, generation, step: 0, index, draw }, z);
          draw++;
        } while (Math.abs(z[e & 3]) > bound[l]);
        samples[l * N * D + e] = spread[l] * z[e & 3];
      }
    }
  },
});
