import { covering, defineKernel } from "../../compute/kernel.ts";

/** The same number everywhere. See shaders/layers/fill.wgsl. */
export const fill = defineKernel({
  shader: "layers/fill.wgsl",
  bindings: { x: { dtype: "f32", shape: "N", access: "write" } },
  scalars: ["value"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ x }, { value }) {
    x.fill(value);
  },
});
