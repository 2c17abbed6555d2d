import { covering, defineKernel } from "../../compute/kernel.ts";

/** The gradient where the output is positive. See shaders/layers/relu-backward.wgsl. */
export const reluBackward = defineKernel({
  shader: "layers/relu-backward.wgsl",
  bindings: {
    out: { dtype: "f32", shape: "N", access: "read" },
    gradient: { dtype: "f32", shape: "N", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(Math.ceil(N / 4), WORKGROUP_SIZE),

  reference({ out, gradient }, _scalars, { N }) {
    for (let n = 0; n < N; n++) if (out[n] <= 0) gradient[n] = 0;
  },
});
