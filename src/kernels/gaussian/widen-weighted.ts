import { covering, defineKernel } from "../../compute/kernel.ts";

const LEAST_SPARE = 1e-6;

/** Unbiased deviations from weighted samples. See shaders/gaussian/widen-weighted.wgsl. */
export const widenWeighted = defineKernel({
  shader: "gaussian/widen-weighted.wgsl",
  bindings: {
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    widened: { dtype: "f32", shape: "L D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference({ mass, logDeviation, widened }, _scalars, { L, D }) {
    for (let l = 0; l < L; l++) {
      const [sum, squares] = mass.subarray(3 * l);
      const spare = sum === 0 ? 0 : 1 - squares / sum ** 2;
      const shift = spare > LEAST_SPARE ? -0.5 * Math.log(spare) : 0;
      for (let d = 0; d < D; d++) widened[l * D + d] = logDeviation[l * D + d] + shift;
    }
  },
});
