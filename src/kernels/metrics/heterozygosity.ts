import { covering, defineKernel } from "../../compute/kernel.ts";
import { CHUNK_LENGTH } from "../categorical/chunks.ts";

/** The chance that two samples differ, by chunk. See shaders/metrics/heterozygosity.wgsl. */
export const heterozygositySums = defineKernel({
  shader: "metrics/heterozygosity.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    totals: { dtype: "u32", shape: "L", access: "read" },
    sums: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ counts, totals, sums }, _scalars, { L, K, C }) {
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        let sum = 0;
        for (let k = c * CHUNK_LENGTH; k < Math.min((c + 1) * CHUNK_LENGTH, K); k++) {
          const p = counts[l * K + k] / totals[l];
          sum += p * (1 - p);
        }
        sums[l * C + c] = sum;
      }
    }
  },
});
