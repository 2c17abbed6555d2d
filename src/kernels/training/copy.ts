import { covering, defineKernel } from "../../compute/kernel.ts";

/** The same parameters in another place. See shaders/training/copy.wgsl. */
export const copy = defineKernel({
  shader: "training/copy.wgsl",
  bindings: {
    original: { dtype: "f32", shape: "L P", access: "read" },
    duplicate: { dtype: "f32", shape: "L P", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, P }, { WORKGROUP_SIZE }) => covering(L * P, WORKGROUP_SIZE),

  reference({ original, duplicate }) {
    duplicate.set(original);
  },
});
