import { covering, defineKernel } from "../../compute/kernel.ts";

/** The gradient through a draw. See shaders/layers/reparameterise-backward.wgsl. */
export const reparameteriseBackward = defineKernel({
  shader: "layers/reparameterise-backward.wgsl",
  bindings: {
    code: { dtype: "f32", shape: "L M Y", access: "read" },
    noise: { dtype: "f32", shape: "L M Z", access: "read" },
    gradientOut: { dtype: "f32", shape: "L M Z", access: "read" },
    gradient: { dtype: "f32", shape: "L M Y", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M, Z }, { WORKGROUP_SIZE }) => covering(L * M * Z, WORKGROUP_SIZE),

  reference({ code, noise, gradientOut, gradient }, { accumulate }, { L, M, Z, Y }) {
    if (accumulate === 0) gradient.fill(0);
    for (let m = 0; m < L * M; m++) {
      for (let j = 0; j < Z; j++) {
        const g = gradientOut[m * Z + j];
        const spread = m * Y + Z + j;
        gradient[m * Y + j] += g;
        gradient[spread] += (g * noise[m * Z + j] * Math.exp(code[spread] / 2)) / 2;
      }
    }
  },
});
