import { covering, defineKernel } from "../../compute/kernel.ts";

/** Numbers of a pool's rows in their places in a segment. See shaders/pool/take-part.wgsl. */
export const takePart = defineKernel({
  shader: "pool/take-part.wgsl",
  bindings: {
    together: { dtype: "f32", shape: "L P", access: "read" },
    numbers: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ together, numbers }, { first, rows }, { L, N, P }) {
    numbers.fill(0);
    for (let l = 0; l < L; l++) {
      const own = l * P + first;
      numbers.set(together.subarray(own, own + rows), l * N);
    }
  },
});
