import { covering, defineKernel } from "../../compute/kernel.ts";
import { CHUNK_LENGTH } from "./chunks.ts";

/** Running sums of counts. See shaders/categorical/cumulate.wgsl. */
export const cumulate = defineKernel({
  shader: "categorical/cumulate.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "R K", access: "read" },
    sums: { dtype: "u32", shape: "R C", access: "read" },
    cumulative: { dtype: "u32", shape: "R K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ R, C }, { WORKGROUP_SIZE }) => covering(R * C, WORKGROUP_SIZE),

  reference({ counts, cumulative }, _scalars, { R, K }) {
    for (let r = 0; r < R; r++) {
      let sum = 0;
      for (let k = 0; k < K; k++) {
        sum += counts[r * K + k];
        cumulative[r * K + k] = sum;
      }
    }
  },
});
