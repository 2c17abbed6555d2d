import { covering, defineKernel } from "../../compute/kernel.ts";

/** Columns that one invocation adds up, which fixes the order of every sum over a vocabulary. */
export const COLUMNS = 256;

/** ln Σ exp by chunk of columns. See shaders/layers/log-sum-chunks.wgsl. */
export const logSumChunks = defineKernel({
  shader: "layers/log-sum-chunks.wgsl",
  bindings: {
    logits: { dtype: "f32", shape: "L M V", access: "read" },
    chunks: { dtype: "f32", shape: "L M C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, COLUMNS },
  workgroups: ({ L, M, C }, { WORKGROUP_SIZE }) => covering(L * M * C, WORKGROUP_SIZE),

  reference({ logits, chunks }, _scalars, { L, M, V, C }) {
    for (let row = 0; row < L * M; row++) {
      for (let c = 0; c < C; c++) {
        const first = row * V + c * COLUMNS;
        const end = Math.min(first + COLUMNS, (row + 1) * V);
        let largest = -Infinity;
        for (let v = first; v < end; v++) largest = Math.max(largest, logits[v]);
        let sum = 0;
        for (let v = first; v < end; v++) sum += Math.exp(logits[v] - largest);
        chunks[row * C + c] = largest + Math.log(sum);
      }
    }
  },
});
