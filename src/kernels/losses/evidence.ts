import { covering, defineKernel } from "../../compute/kernel.ts";

/** How likely images are to an autoencoder. See shaders/losses/evidence.wgsl. */
export const evidenceOfImages = defineKernel({
  shader: "losses/evidence.wgsl",
  bindings: {
    targets: { dtype: "f32", shape: "L M D", access: "read" },
    logits: { dtype: "f32", shape: "L M D", access: "read" },
    code: { dtype: "f32", shape: "L M Y", access: "read" },
    evidence: { dtype: "f32", shape: "L M", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ targets, logits, code, evidence }, _scalars, { L, M, D, Y }) {
    const Z = Y / 2;
    for (let row = 0; row < L * M; row++) {
      let nats = 0;
      for (let d = 0; d < D; d++) {
        const [s, t] = [logits[row * D + d], targets[row * D + d]];
        nats += t * s - Math.max(s, 0) - Math.log1p(Math.exp(-Math.abs(s)));
      }
      for (let j = 0; j < Z; j++) {
        const [mean, logVariance] = [code[row * Y + j], code[row * Y + Z + j]];
        nats -= (Math.exp(logVariance) + mean ** 2 - 1 - logVariance) / 2;
      }
      evidence[row] = nats;
    }
  },
});
