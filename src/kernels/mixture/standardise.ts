import { covering, defineKernel } from "../../compute/kernel.ts";

/** Points of a segment in the coordinates of another frame. See shaders/mixture/standardise.wgsl. */
export const standardise = defineKernel({
  shader: "mixture/standardise.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    logDeviation: { dtype: "f32", shape: "L D", access: "read" },
    factor: { dtype: "f32", shape: "L E E", access: "read" },
    center: { dtype: "f32", shape: "L D", access: "read" },
    offset: { dtype: "f32", shape: "L D", access: "read" },
    toLogDeviation: { dtype: "f32", shape: "L D", access: "read" },
    points: { dtype: "f32", shape: "L M D", access: "update" },
  },
  scalars: ["rows", "first"],
  overrides: { WORKGROUP_SIZE: 64 },
  // Of the rows only the first count, and how many is no axis.
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { rows, first }, { L, N, M, D, E }) {
    const { values, logDeviation, factor, center, offset, toLogDeviation, points } = arrays;
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < rows; n++) {
        for (let i = 0; i < D; i++) {
          let value = 0;
          for (let j = 0; j < D; j++) {
            const entry = E === 0 ? Number(i === j) : factor[(l * D + i) * D + j];
            value += entry * (values[(l * N + n) * D + j] - center[l * D + j]);
          }
          const to = toLogDeviation[l * D + i];
          points[(l * M + first + n) * D + i] =
            Math.exp(logDeviation[l * D + i] - to) * value + Math.exp(-to) * offset[l * D + i];
        }
      }
    }
  },
});
