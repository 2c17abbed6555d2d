import { covering, defineKernel } from "../../compute/kernel.ts";
import { CHUNK_LENGTH } from "./chunks.ts";

/** Samples in every chunk of categories. See shaders/categorical/chunk-sums.wgsl. */
export const chunkSums = defineKernel({
  shader: "categorical/chunk-sums.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "R K", access: "read" },
    sums: { dtype: "u32", shape: "R C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ R, C }, { WORKGROUP_SIZE }) => covering(R * C, WORKGROUP_SIZE),

  reference({ counts, sums }, _scalars, { R, K, C }) {
    sums.fill(0);
    for (let r = 0; r < R; r++) {
      for (let k = 0; k < K; k++) {
        sums[r * C + Math.floor(k / CHUNK_LENGTH)] += counts[r * K + k];
      }
    }
  },
});
