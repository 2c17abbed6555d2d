import { covering, defineKernel } from "../../compute/kernel.ts";

/** A draw whose mean and spread can be learned. See shaders/layers/reparameterise-forward.wgsl. */
export const reparameteriseForward = defineKernel({
  shader: "layers/reparameterise-forward.wgsl",
  bindings: {
    code: { dtype: "f32", shape: "L M Y", access: "read" },
    noise: { dtype: "f32", shape: "L M Z", access: "read" },
    z: { dtype: "f32", shape: "L M Z", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M, Z }, { WORKGROUP_SIZE }) => covering(L * M * Z, WORKGROUP_SIZE),

  reference({ code, noise, z }, _scalars, { L, M, Z, Y }) {
    for (let m = 0; m < L * M; m++) {
      for (let j = 0; j < Z; j++) {
        const deviation = Math.exp(code[m * Y + Z + j] / 2);
        z[m * Z + j] = code[m * Y + j] + deviation * noise[m * Z + j];
      }
    }
  },
});
