import { covering, defineKernel } from "../../compute/kernel.ts";

/** Adds one tensor to another. See shaders/layers/add.wgsl. */
export const add = defineKernel({
  shader: "layers/add.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "N", access: "read" },
    sum: { dtype: "f32", shape: "N", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ x, sum }, { accumulate }, { N }) {
    for (let n = 0; n < N; n++) sum[n] = x[n] + (accumulate === 0 ? 0 : sum[n]);
  },
});
