import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";

/** Standard normals of a step. See shaders/layers/noise.wgsl. */
export const noise = defineKernel({
  shader: "layers/noise.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    clock: { dtype: "u32", shape: "1", access: "read" },
    out: { dtype: "f32", shape: "L E", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, E }, { WORKGROUP_SIZE }) => covering(L * Math.ceil(E / 4), WORKGROUP_SIZE),

  reference({ keys, clock, out }, { stream, generation }, { L, E }) {
    const normals = new Float64Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const at = { seed, lineage, stream, generation, step: clock[0], index: 0, draw: 0 };
      for (let e = 0; e < E; e++) {
        if (e % 4 === 0) {
          at.index = e / 4;
          randomNormals(at, normals);
        }
        out[l * E + e] = normals[e % 4];
      }
    }
  },
});
