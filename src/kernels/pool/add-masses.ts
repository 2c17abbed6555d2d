import { covering, defineKernel } from "../../compute/kernel.ts";

/** The mass of two sets of samples together. See shaders/pool/add-masses.wgsl. */
export const addMasses = defineKernel({
  shader: "pool/add-masses.wgsl",
  bindings: {
    first: { dtype: "f32", shape: "L 3", access: "read" },
    second: { dtype: "f32", shape: "L 3", access: "read" },
    both: { dtype: "f32", shape: "L 3", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ first, second, both }, _scalars, { L }) {
    for (let at = 0; at < 3 * L; at += 3) {
      for (const i of [at, at + 1]) both[i] = first[i] + second[i];
      both[at + 2] = Math.min(first[at + 2], second[at + 2]);
    }
  },
});
