import { covering, defineKernel } from "../../compute/kernel.ts";

/** Counts the categories among samples. See shaders/categorical/count.wgsl. */
export const categoricalCount = defineKernel({
  shader: "categorical/count.wgsl",
  bindings: {
    values: { dtype: "u32", shape: "L N", access: "read" },
    counts: { dtype: "u32", shape: "L K", access: "update" },
    totals: { dtype: "u32", shape: "L", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64, RUN: 8 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE, RUN }) =>
    covering(L * Math.ceil(N / RUN), WORKGROUP_SIZE),

  reference({ values, counts, totals }, { rows }, { L, N, K }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < rows; n++) counts[l * K + values[l * N + n]]++;
      totals[l] = rows;
    }
  },
});
