import { covering, defineKernel } from "../../compute/kernel.ts";
import { IGNORED } from "./next-tokens.ts";

/** How surprised the model is by each target. See shaders/layers/cross-entropy-forward.wgsl. */
export const crossEntropyForward = defineKernel({
  shader: "layers/cross-entropy-forward.wgsl",
  bindings: {
    logits: { dtype: "f32", shape: "L M V", access: "read" },
    chunks: { dtype: "f32", shape: "L M C", access: "read" },
    targets: { dtype: "u32", shape: "L M", access: "read" },
    logSums: { dtype: "f32", shape: "L M", access: "write" },
    surprises: { dtype: "f32", shape: "L M", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ logits, chunks, targets, logSums, surprises }, _scalars, { L, M, V, C }) {
    for (let row = 0; row < L * M; row++) {
      let largest = -Infinity;
      for (let c = 0; c < C; c++) largest = Math.max(largest, chunks[row * C + c]);
      let sum = 0;
      for (let c = 0; c < C; c++) sum += Math.exp(chunks[row * C + c] - largest);
      const logSum = largest + Math.log(sum);
      logSums[row] = logSum;
      const v = targets[row];
      surprises[row] = v === IGNORED ? 0 : logSum - logits[row * V + v];
    }
  },
});
