import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomNormals } from "../../random/normal.ts";
import { randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

/** The numbers that a parameter begins with. See shaders/training/initialize.wgsl. */
export const initialize = defineKernel({
  shader: "training/initialize.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    values: { dtype: "f32", shape: "L P", access: "write" },
  },
  scalars: ["stream", "generation", "parameter", "isUniform", "center", "spread"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, P }, { WORKGROUP_SIZE }) => covering(L * Math.ceil(P / 4), WORKGROUP_SIZE),

  reference({ keys, values }, scalars, { L, P }) {
    const { stream, generation, parameter, isUniform, center, spread } = scalars;
    const normals = new Float64Array(4);
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      for (let p = 0; p < P; p++) {
        const address = { seed, lineage, stream, generation, step: parameter, draw: 0 };
        if ((p & 3) === 0 && spread !== 0) {
          if (isUniform === 1) randomBits({ ...address, index: p >> 2 }, words);
          else randomNormals({ ...address, index: p >> 2 }, normals);
        }
        const z = isUniform === 1 ? 2 * uniformOf(words[p & 3]) - 1 : normals[p & 3];
        values[l * P + p] = center + spread * z;
      }
    }
  },
});
