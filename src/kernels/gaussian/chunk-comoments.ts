import { covering, defineKernel } from "../../compute/kernel.ts";

/** Sums of products of deviations over chunks. See shaders/gaussian/chunk-comoments.wgsl. */
export const chunkComoments = defineKernel({
  shader: "gaussian/chunk-comoments.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    center: { dtype: "f32", shape: "L D", access: "read" },
    products: { dtype: "f32", shape: "L C D D", access: "write" },
  },
  scalars: ["rows", "chunkLength"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C, D }, { WORKGROUP_SIZE }) => covering(L * C * D * D, WORKGROUP_SIZE),

  reference({ values, center, products }, { rows, chunkLength }, { L, N, D, C }) {
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        const end = Math.min(rows, (c + 1) * chunkLength);
        for (let i = 0; i < D; i++) {
          for (let j = 0; j < D; j++) {
            let sum = 0;
            const first = j <= i ? c * chunkLength : end;
            for (let n = first; n < end; n++) {
              const row = (l * N + n) * D;
              sum += (values[row + i] - center[l * D + i]) * (values[row + j] - center[l * D + j]);
            }
            products[((l * C + c) * D + i) * D + j] = sum;
          }
        }
      }
    }
  },
});
