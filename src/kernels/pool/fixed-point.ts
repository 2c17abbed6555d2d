import { covering, defineKernel } from "../../compute/kernel.ts";

/** The weights of a segment as integers. See shaders/pool/fixed-point.wgsl. */
export const fixedPoint = defineKernel({
  shader: "pool/fixed-point.wgsl",
  bindings: {
    weight: { dtype: "f32", shape: "R N", access: "read" },
    scale: { dtype: "f32", shape: "L", access: "read" },
    units: { dtype: "u32", shape: "L P", access: "update" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ weight, scale, units }, { first, rows }, { L, R, N, P }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < rows; n++) {
        const own = weight[Math.min(l, R - 1) * N + n];
        const isEmpty = scale[l] < 0;
        const unit = Math.max(1, Math.round(Math.max(scale[l], 0) * own));
        units[l * P + first + n] = own > 0 ? unit : Number(isEmpty && first + n === 0);
      }
    }
  },
});
