import { covering, defineKernel } from "../../compute/kernel.ts";
import { PROBABILITY_SCALE } from "./probability-scale.ts";

/** Mixes two distributions over the same categories. See shaders/categorical/blend.wgsl. */
export const blend = defineKernel({
  shader: "categorical/blend.wgsl",
  bindings: {
    first: { dtype: "u32", shape: "R K", access: "read" },
    firstTotals: { dtype: "u32", shape: "R", access: "read" },
    second: { dtype: "u32", shape: "S K", access: "read" },
    secondTotals: { dtype: "u32", shape: "S", access: "read" },
    counts: { dtype: "u32", shape: "L K", access: "write" },
  },
  scalars: ["firstShare", "secondShare"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference(arrays, { firstShare, secondShare }, { L, K, R, S }) {
    const { first, firstTotals, second, secondTotals, counts } = arrays;
    for (let l = 0; l < L; l++) {
      const [r, s] = [R === 1 ? 0 : l, S === 1 ? 0 : l];
      for (let k = 0; k < K; k++) {
        const [one, other] = [first[r * K + k], second[s * K + k]];
        const p = (firstShare * one) / firstTotals[r] + (secondShare * other) / secondTotals[s];
        counts[l * K + k] = Math.max(one + other > 0 ? 1 : 0, Math.round(PROBABILITY_SCALE * p));
      }
    }
  },
});
