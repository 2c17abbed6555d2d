import { covering, defineKernel } from "../../compute/kernel.ts";

/** The weight of every category among samples. See shaders/categorical/count-units.wgsl. */
export const countUnits = defineKernel({
  shader: "categorical/count-units.wgsl",
  bindings: {
    values: { dtype: "u32", shape: "L N", access: "read" },
    units: { dtype: "u32", shape: "L P", access: "read" },
    counts: { dtype: "u32", shape: "L K", access: "update" },
    totals: { dtype: "u32", shape: "L", access: "update" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64, RUN: 8 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE, RUN }) =>
    covering(L * Math.ceil(N / RUN), WORKGROUP_SIZE),

  reference({ values, units, counts, totals }, { first, rows }, { L, N, K, P }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < rows; n++) {
        const own = units[l * P + first + n];
        counts[l * K + values[l * N + n]] += own;
        totals[l] += own;
      }
    }
  },
});
