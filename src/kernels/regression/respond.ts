import { covering, defineKernel } from "../../compute/kernel.ts";

/** Draws from a linear model. See shaders/regression/respond.wgsl. */
export const respond = defineKernel({
  shader: "regression/respond.wgsl",
  bindings: {
    normals: { dtype: "f32", shape: "L N D", access: "read" },
    design: { dtype: "f32", shape: "L M D", access: "read" },
    coefficients: { dtype: "f32", shape: "L C", access: "read" },
    noise: { dtype: "f32", shape: "L", access: "read" },
    samples: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, N, D, C, M }) {
    const { normals, design, coefficients, noise, samples } = arrays;
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        const at = (l * N + n) * D;
        let response = noise[l] * normals[at + C];
        for (let c = 0; c < C; c++) {
          const x = M > 0 ? design[(l * M + (n % M)) * D + c] : normals[at + c];
          samples[at + c] = x;
          response += x * coefficients[l * C + c];
        }
        samples[at + C] = response;
      }
    }
  },
});
