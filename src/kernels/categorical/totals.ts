import { covering, defineKernel } from "../../compute/kernel.ts";

/** Sums chunks of counts to whole rows. See shaders/categorical/totals.wgsl. */
export const rowTotals = defineKernel({
  shader: "categorical/totals.wgsl",
  bindings: {
    sums: { dtype: "u32", shape: "R C", access: "read" },
    totals: { dtype: "u32", shape: "R", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ R }, { WORKGROUP_SIZE }) => covering(R, WORKGROUP_SIZE),

  reference({ sums, totals }, _scalars, { R, C }) {
    for (let r = 0; r < R; r++) {
      totals[r] = sums.subarray(r * C, (r + 1) * C).reduce((total, sum) => total + sum, 0);
    }
  },
});
