import { covering, defineKernel } from "../../compute/kernel.ts";
import { CHUNK_LENGTH } from "../categorical/chunks.ts";

/** Total variation distance by chunk. See shaders/metrics/total-variation.wgsl. */
export const totalVariationSums = defineKernel({
  shader: "metrics/total-variation.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    totals: { dtype: "u32", shape: "L", access: "read" },
    realCounts: { dtype: "u32", shape: "R K", access: "read" },
    realTotals: { dtype: "u32", shape: "R", access: "read" },
    sums: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ counts, totals, realCounts, realTotals, sums }, _scalars, { L, R, K, C }) {
    for (let l = 0; l < L; l++) {
      const r = Math.min(l, R - 1);
      for (let c = 0; c < C; c++) {
        let sum = 0;
        for (let k = c * CHUNK_LENGTH; k < Math.min((c + 1) * CHUNK_LENGTH, K); k++) {
          const p = counts[l * K + k] / totals[l];
          const q = realCounts[r * K + k] / realTotals[r];
          sum += Math.abs(p - q) / 2;
        }
        sums[l * C + c] = sum;
      }
    }
  },
});
