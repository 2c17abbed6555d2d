import { covering, defineKernel } from "../../compute/kernel.ts";

/** How far two sets are apart. See shaders/metrics/discrepancy.wgsl. */
export const discrepancy = defineKernel({
  shader: "metrics/discrepancy.wgsl",
  bindings: {
    own: { dtype: "f32", shape: "L N", access: "read" },
    between: { dtype: "f32", shape: "L N", access: "read" },
    other: { dtype: "f32", shape: "R M", access: "read" },
    squared: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ own, between, other, squared }, _scalars, { L, R, N, M }) {
    const meanOf = (rows: Float32Array, row: number, width: number) =>
      rows.subarray(row * width, (row + 1) * width).reduce((sum, x) => sum + x, 0) / width;
    for (let l = 0; l < L; l++) {
      const others = meanOf(other, Math.min(l, R - 1), M);
      squared[l] = meanOf(own, l, N) - 2 * meanOf(between, l, N) + others;
    }
  },
});
