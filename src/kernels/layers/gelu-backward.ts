import { covering, defineKernel } from "../../compute/kernel.ts";

/** The gradient through `geluForward`. See shaders/layers/gelu-backward.wgsl. */
export const geluBackward = defineKernel({
  shader: "layers/gelu-backward.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "N", access: "read" },
    gradientOut: { dtype: "f32", shape: "N", access: "read" },
    gradient: { dtype: "f32", shape: "N", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ x, gradientOut, gradient }, { accumulate }, { N }) {
    const scale = Math.sqrt(2 / Math.PI);
    for (let n = 0; n < N; n++) {
      const t = Math.tanh(scale * (x[n] + 0.044715 * x[n] ** 3));
      const inner = scale * (1 + 3 * 0.044715 * x[n] ** 2);
      const slope = 0.5 * (1 + t) + 0.5 * x[n] * (1 - t * t) * inner;
      const before = accumulate === 0 ? 0 : gradient[n];
      gradient[n] = before + slope * gradientOut[n];
    }
  },
});
