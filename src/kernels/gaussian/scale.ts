import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** Multiplies the deviations of each lineage by e^shift. See shaders/gaussian/scale.wgsl. */
export const scaleDeviations = defineKernel({
  shader: "gaussian/scale.wgsl",
  bindings: {
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    shift: { dtype: "f32", shape: "L", access: "read" },
    scaled: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference({ logDeviation, shift, scaled }, _scalars, { L, D }) {
    for (let i = 0; i < L * D; i++) {
      scaled[i] = Math.max(LOG_ZERO, logDeviation[i] + shift[Math.floor(i / D)]);
    }
  },
});
