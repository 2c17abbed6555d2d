import { covering, defineKernel } from "../../compute/kernel.ts";

/** Mean squared differences by row. See shaders/metrics/squared-errors.wgsl. */
export const squaredErrors = defineKernel({
  shader: "metrics/squared-errors.wgsl",
  bindings: {
    a: { dtype: "f32", shape: "L M D", access: "read" },
    b: { dtype: "f32", shape: "R M D", access: "read" },
    sums: { dtype: "f32", shape: "L M", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ a, b, sums }, _scalars, { L, R, M, D }) {
    for (let l = 0; l < L; l++) {
      const r = Math.min(l, R - 1);
      for (let m = 0; m < M; m++) {
        let sum = 0;
        for (let d = 0; d < D; d++) sum += (a[(l * M + m) * D + d] - b[(r * M + m) * D + d]) ** 2;
        sums[l * M + m] = sum / (M * D);
      }
    }
  },
});
