import { covering, defineKernel } from "../../compute/kernel.ts";

/** Numbers of a segment's rows in their places in the pool. See shaders/pool/lay.wgsl. */
export const lay = defineKernel({
  shader: "pool/lay.wgsl",
  bindings: {
    numbers: { dtype: "f32", shape: "R N", access: "read" },
    together: { dtype: "f32", shape: "L P", access: "update" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ numbers, together }, { first, rows }, { L, N, R, P }) {
    for (let l = 0; l < L; l++) {
      const own = Math.min(l, R - 1) * N;
      together.set(numbers.subarray(own, own + rows), l * P + first);
    }
  },
});
