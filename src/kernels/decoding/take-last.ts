import { covering, defineKernel } from "../../compute/kernel.ts";

/** What the blocks made of the last token of every prompt. See shaders/decoding/take-last.wgsl. */
export const takeLast = defineKernel({
  shader: "decoding/take-last.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "L N S D", access: "read" },
    last: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) => covering(L * N * D, WORKGROUP_SIZE),

  reference({ x, last }, _scalars, { L, N, S, D }) {
    for (let text = 0; text < L * N; text++) {
      const from = ((text + 1) * S - 1) * D;
      last.set(x.subarray(from, from + D), text * D);
    }
  },
});
