import { covering, defineKernel } from "../../compute/kernel.ts";

/**
 * The Gaussian error linear unit in its tanh form, Hendrycks & Gimpel 2016, arXiv:1606.08415. See
 * shaders/layers/gelu-forward.wgsl.
 */
export const geluForward = defineKernel({
  shader: "layers/gelu-forward.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "N", access: "read" },
    out: { dtype: "f32", shape: "N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ x, out }, _scalars, { N }) {
    for (let n = 0; n < N; n++) {
      const u = Math.sqrt(2 / Math.PI) * (x[n] + 0.044715 * x[n] ** 3);
      out[n] = 0.5 * x[n] * (1 + Math.tanh(u));
    }
  },
});
