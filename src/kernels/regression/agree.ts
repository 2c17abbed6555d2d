import { covering, defineKernel } from "../../compute/kernel.ts";

/** Which answers have the right sign. See shaders/regression/agree.wgsl. */
export const agree = defineKernel({
  shader: "regression/agree.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    slopes: { dtype: "f32", shape: "C", access: "read" },
    marks: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ values, slopes, marks }, _scalars, { L, N, D, C }) {
    for (let index = 0; index < L * N; index++) {
      const row = values.subarray(index * D, (index + 1) * D);
      const right = slopes.reduce((sum, slope, c) => sum + slope * row[c], 0);
      marks[index] = Math.sign(right) !== 0 && Math.sign(right) === Math.sign(row[C]) ? 1 : 0;
    }
  },
});
