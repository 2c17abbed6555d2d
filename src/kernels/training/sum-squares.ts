import { covering, defineKernel } from "../../compute/kernel.ts";

/** Partial sums of each row of parameters. */
export const PARTS = 16;

/** Squares of gradients, summed in part. See shaders/training/sum-squares.wgsl. */
export const sumSquares = defineKernel({
  shader: "training/sum-squares.wgsl",
  bindings: {
    rows: { dtype: "u32", shape: "R 4", access: "read" },
    gradients: { dtype: "f32", shape: "L P", access: "read" },
    sums: { dtype: "f32", shape: "L S", access: "update" },
  },
  scalars: ["first"],
  overrides: { WORKGROUP_SIZE: 64, PARTS },
  workgroups: ({ L, R }, { WORKGROUP_SIZE }) => covering(L * R * PARTS, WORKGROUP_SIZE),

  reference({ rows, gradients, sums }, { first }, { L, R, S }) {
    const parts = new Float64Array(PARTS);
    for (let l = 0; l < L; l++) {
      for (let r = 0; r < R; r++) {
        const [start, stride, length] = rows.subarray(4 * r);
        parts.fill(0);
        for (let e = 0; e < length; e++) {
          parts[(e >> 2) % PARTS] += gradients[start + l * stride + e] ** 2;
        }
        sums.set(parts, l * S + first + PARTS * r);
      }
    }
  },
});
