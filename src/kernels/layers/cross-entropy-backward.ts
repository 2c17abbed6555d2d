import { covering, defineKernel } from "../../compute/kernel.ts";
import { IGNORED } from "./next-tokens.ts";

/** The gradient of the mean surprise. See shaders/layers/cross-entropy-backward.wgsl. */
export const crossEntropyBackward = defineKernel({
  shader: "layers/cross-entropy-backward.wgsl",
  bindings: {
    targets: { dtype: "u32", shape: "L M", access: "read" },
    logSums: { dtype: "f32", shape: "L M", access: "read" },
    gradientLoss: { dtype: "f32", shape: "L", access: "read" },
    logits: { dtype: "f32", shape: "L M V", access: "update" },
  },
  scalars: ["count"],
  overrides: { WORKGROUP_SIZE: 64, EACH: 16 },
  workgroups: ({ L, M, V }, { WORKGROUP_SIZE, EACH }) =>
    covering(L * M * Math.ceil(V / EACH), WORKGROUP_SIZE),

  reference({ targets, logSums, gradientLoss, logits }, { count }, { L, M, V }) {
    for (let row = 0; row < L * M; row++) {
      const factor = targets[row] === IGNORED ? 0 : gradientLoss[Math.floor(row / M)] / count;
      for (let v = 0; v < V; v++) {
        const p = Math.exp(logits[row * V + v] - logSums[row]);
        logits[row * V + v] = (p - (v === targets[row] ? 1 : 0)) * factor;
      }
    }
  },
});
