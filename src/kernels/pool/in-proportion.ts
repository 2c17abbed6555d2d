import { covering, defineKernel } from "../../compute/kernel.ts";

/** So many rows as go with the mass of others. See shaders/pool/in-proportion.wgsl. */
export const inProportion = defineKernel({
  shader: "pool/in-proportion.wgsl",
  bindings: {
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    before: { dtype: "f32", shape: "R N", access: "read" },
    weight: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["first", "rows", "ratio"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ mass, before, weight }, { first, rows, ratio }, { L, N, R }) {
    weight.fill(0);
    for (let l = 0; l < L; l++) {
      const count = Math.floor(ratio * mass[3 * l] + 0.5);
      for (let n = 0; n < rows && first + n < count; n++) {
        weight[l * N + n] = before[Math.min(l, R - 1) * N + n];
      }
    }
  },
});
