import { covering, defineKernel } from "../../compute/kernel.ts";

/** By how much the first of an ecosystem errs less than the last. See shaders/metrics/advantage.wgsl. */
export const advantageOf = defineKernel({
  shader: "metrics/advantage.wgsl",
  bindings: {
    risk: { dtype: "f32", shape: "L", access: "read" },
    advantage: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: ["members"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ risk, advantage }, { members }, { L }) {
    for (let l = 0; l < L; l++) {
      const first = l - (l % members);
      const last = Math.min(first + members, L) - 1;
      // Two infinities are no number apart.
      const isEqual = risk[last] === risk[first];
      advantage[l] = isEqual ? 0 : risk[last] - risk[first];
    }
  },
});
