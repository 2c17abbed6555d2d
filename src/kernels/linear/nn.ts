import { defineKernel } from "../../compute/kernel.ts";
import { addends, fastProduct, tiles } from "./product.ts";

/** The product a b of every lineage. See shaders/linear/nn.wgsl. */
export const multiplyNN = defineKernel({
  shader: "linear/nn.wgsl",
  bindings: {
    a: { dtype: "f32", shape: "L M K", access: "read" },
    b: { dtype: "f32", shape: "L K N", access: "read" },
    bias: { dtype: "f32", shape: "L X", access: "read" },
    residual: { dtype: "f32", shape: "L Y N", access: "read" },
    out: { dtype: "f32", shape: "L M N", access: "update" },
  },
  scalars: ["accumulate"],
  overrides: { WORKGROUP_SIZE: 32 },
  workgroups: tiles,

  reference(arrays, { accumulate }, axes) {
    const { a, b, out } = arrays;
    const { L, M, N, K } = axes;
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        for (let n = 0; n < N; n++) {
          let sum = addends(arrays, accumulate, axes, l, m, n);
          for (let k = 0; k < K; k++) sum += a[(l * M + m) * K + k] * b[(l * K + k) * N + n];
          out[(l * M + m) * N + n] = sum;
        }
      }
    }
  },

  fast: fastProduct("NN"),
});
