import { covering, defineKernel } from "../../compute/kernel.ts";

/** Keeps numbers of lineages without a pool. See shaders/pool/keep-floats.wgsl. */
export const keepFloats = defineKernel({
  shader: "pool/keep-floats.wgsl",
  bindings: {
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    previous: { dtype: "f32", shape: "L W", access: "read" },
    current: { dtype: "f32", shape: "L W", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, W }, { WORKGROUP_SIZE }) => covering(L * W, WORKGROUP_SIZE),

  reference({ mass, previous, current }, _scalars, { L, W }) {
    for (let l = 0; l < L; l++) {
      if (mass[3 * l] > 0) continue;
      current.set(previous.subarray(l * W, (l + 1) * W), l * W);
    }
  },
});
