import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";

/** Draws normals and only sums them. See shaders/bench/sum-normals.wgsl. */
export const sumNormals = defineKernel({
  shader: "bench/sum-normals.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    sums: { dtype: "f32", shape: "L B", access: "write" },
  },
  scalars: ["elements", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B }, { WORKGROUP_SIZE }) => covering(L * B, WORKGROUP_SIZE),

  reference({ keys, sums }, { elements, stream, generation }, { L, B }) {
    const z = new Float64Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let index = 0; index < B; index++) {
        randomNormals({ seed, lineage, stream, generation, step: 0, index, draw: 0 }, z);
        sums[l * B + index] = z.subarray(0, elements - 4 * index).reduce((sum, x) => sum + x, 0);
      }
    }
  },
});
