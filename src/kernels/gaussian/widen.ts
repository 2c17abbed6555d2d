import { covering, defineKernel } from "../../compute/kernel.ts";

/** Multiplies deviations by e^shift. See shaders/gaussian/widen.wgsl. */
export const widen = defineKernel({
  shader: "gaussian/widen.wgsl",
  bindings: {
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    widened: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: ["shift"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference({ logDeviation, widened }, { shift }, { L, D }) {
    for (let i = 0; i < L * D; i++) widened[i] = logDeviation[i] + shift;
  },
});
