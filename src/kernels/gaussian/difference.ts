import { covering, defineKernel } from "../../compute/kernel.ts";

/** Second minus first. See shaders/gaussian/difference.wgsl. */
export const difference = defineKernel({
  shader: "gaussian/difference.wgsl",
  bindings: {
    first: { dtype: "f32", shape: "L D", access: "read" },
    second: { dtype: "f32", shape: "L D", access: "read" },
    distance: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference({ first, second, distance }, _scalars, { L, D }) {
    for (let i = 0; i < L * D; i++) distance[i] = second[i] - first[i];
  },
});
