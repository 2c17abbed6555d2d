import { covering, defineKernel } from "../../compute/kernel.ts";

/** Counts of two sets of samples together. See shaders/categorical/add.wgsl. */
export const addCounts = defineKernel({
  shader: "categorical/add.wgsl",
  bindings: {
    firstCounts: { dtype: "u32", shape: "L K", access: "read" },
    firstTotals: { dtype: "u32", shape: "L", access: "read" },
    secondCounts: { dtype: "u32", shape: "L K", access: "read" },
    secondTotals: { dtype: "u32", shape: "L", access: "read" },
    counts: { dtype: "u32", shape: "L K", access: "write" },
    totals: { dtype: "u32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, K }) {
    const { firstCounts, firstTotals, secondCounts, secondTotals, counts, totals } = arrays;
    for (let l = 0; l < L; l++) totals[l] = firstTotals[l] + secondTotals[l];
    for (let i = 0; i < L * K; i++) counts[i] = firstCounts[i] + secondCounts[i];
  },
});
