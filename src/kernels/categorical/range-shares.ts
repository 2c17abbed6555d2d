import { covering, defineKernel } from "../../compute/kernel.ts";

/** Shares of ranges of categories. See shaders/categorical/range-shares.wgsl. */
export const rangeShares = defineKernel({
  shader: "categorical/range-shares.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    totals: { dtype: "u32", shape: "L", access: "read" },
    ends: { dtype: "u32", shape: "G", access: "read" },
    shares: { dtype: "f32", shape: "L G 2", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 16 },
  workgroups: ({ L, G }, { WORKGROUP_SIZE }) => covering(L * G, WORKGROUP_SIZE),

  reference({ counts, totals, ends, shares }, _scalars, { L, K, G }) {
    for (let l = 0; l < L; l++) {
      for (let g = 0; g < G; g++) {
        const first = g === 0 ? 0 : ends[g - 1];
        const range = counts.subarray(l * K + first, l * K + ends[g]);
        const alive = range.filter((count) => count > 0).length;
        shares[2 * (l * G + g)] = range.reduce((sum, count) => sum + count, 0) / totals[l];
        shares[2 * (l * G + g) + 1] = alive / Math.max(ends[g] - first, 1);
      }
    }
  },
});
