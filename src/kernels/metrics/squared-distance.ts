import { covering, defineKernel } from "../../compute/kernel.ts";

/** Squared distances from one point. See shaders/metrics/squared-distance.wgsl. */
export const squaredDistance = defineKernel({
  shader: "metrics/squared-distance.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L C", access: "read" },
    origin: { dtype: "f32", shape: "C", access: "read" },
    squared: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ values, origin, squared }, _scalars, { L, C }) {
    for (let l = 0; l < L; l++) {
      squared[l] = origin.reduce((sum, x, c) => sum + (values[l * C + c] - x) ** 2, 0);
    }
  },
});
