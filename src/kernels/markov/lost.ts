import { covering, defineKernel } from "../../compute/kernel.ts";

/** Real pairs of neighbours that a chain has never seen. See shaders/markov/lost.wgsl. */
export const lostTransitions = defineKernel({
  shader: "markov/lost.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L V V", access: "read" },
    shares: { dtype: "f32", shape: "V V", access: "read" },
    lost: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ counts, shares, lost }, _scalars, { L, V }) {
    for (let l = 0; l < L; l++) {
      let sum = 0;
      for (let e = 0; e < V * V; e++) if (counts[l * V * V + e] === 0) sum += shares[e];
      lost[l] = sum;
    }
  },
});
