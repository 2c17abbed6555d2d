import { covering, defineKernel } from "../../compute/kernel.ts";
import { philox } from "../../random/philox.ts";

/** The Philox words of given counters and keys. See shaders/random/block.wgsl. */
export const randomBlock = defineKernel({
  shader: "random/block.wgsl",
  bindings: {
    counters: { dtype: "u32", shape: "N 4", access: "read" },
    keys: { dtype: "u32", shape: "N 2", access: "read" },
    words: { dtype: "u32", shape: "N 4", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ counters, keys, words }, _scalars, { N }) {
    for (let n = 0; n < N; n++) {
      const [c0, c1, c2, c3] = counters.subarray(4 * n);
      const [k0, k1] = keys.subarray(2 * n);
      philox([c0, c1, c2, c3], [k0, k1], words.subarray(4 * n));
    }
  },
});
