import { covering, defineKernel } from "../../compute/kernel.ts";

/** Nothing negative, in place. See shaders/layers/relu-forward.wgsl. */
export const reluForward = defineKernel({
  shader: "layers/relu-forward.wgsl",
  bindings: { x: { dtype: "f32", shape: "N", access: "update" } },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(Math.ceil(N / 4), WORKGROUP_SIZE),

  reference({ x }, _scalars, { N }) {
    for (let n = 0; n < N; n++) if (x[n] < 0) x[n] = 0;
  },
});
