import { covering, defineKernel } from "../../compute/kernel.ts";

/** Weighted sums of products of columns. See shaders/regression/gram.wgsl. */
export const gramOf = defineKernel({
  shader: "regression/gram.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    weight: { dtype: "f32", shape: "R N", access: "read" },
    gram: { dtype: "f32", shape: "L D D", access: "update" },
  },
  scalars: ["rows", "accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D * D, WORKGROUP_SIZE),

  reference({ values, weight, gram }, { rows, accumulate }, { L, N, D, R }) {
    for (let l = 0; l < L; l++) {
      for (let i = 0; i < D; i++) {
        for (let j = 0; j < D; j++) {
          let sum = accumulate === 1 ? gram[(l * D + i) * D + j] : 0;
          for (let n = 0; n < rows; n++) {
            const at = (l * N + n) * D;
            sum += weight[(R === 1 ? 0 : l * N) + n] * values[at + i] * values[at + j];
          }
          gram[(l * D + i) * D + j] = sum;
        }
      }
    }
  },
});
