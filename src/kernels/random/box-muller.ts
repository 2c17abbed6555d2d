import { covering, defineKernel } from "../../compute/kernel.ts";
import { randomAngle, randomRadius } from "../../random/normal.ts";

/** The pair of normals that belongs to given bits. See shaders/random/box-muller.wgsl. */
export const boxMuller = defineKernel({
  shader: "random/box-muller.wgsl",
  bindings: {
    bits: { dtype: "u32", shape: "N 2", access: "read" },
    normals: { dtype: "f32", shape: "N 2", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ bits, normals }, _scalars, { N }) {
    for (let n = 0; n < N; n++) {
      const radius = randomRadius(bits[2 * n]);
      const angle = randomAngle(bits[2 * n + 1]);
      normals[2 * n] = radius * Math.cos(angle);
      normals[2 * n + 1] = radius * Math.sin(angle);
    }
  },
});
