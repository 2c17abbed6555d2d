import { covering, defineKernel } from "../../compute/kernel.ts";
import { PROBABILITY_SCALE } from "./probability-scale.ts";

/** The categories of an ecosystem's models together. See shaders/categorical/pool-members.wgsl. */
export const poolMembers = defineKernel({
  shader: "categorical/pool-members.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    totals: { dtype: "u32", shape: "L", access: "read" },
    pooled: { dtype: "u32", shape: "L K", access: "write" },
  },
  scalars: ["members"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference({ counts, totals, pooled }, { members }, { L, K }) {
    for (let l = 0; l < L; l++) {
      const first = l - (l % members);
      const end = Math.min(first + members, L);
      for (let k = 0; k < K; k++) {
        let sum = 0;
        for (let j = first; j < end; j++) sum += counts[j * K + k] / totals[j];
        const share = sum / (end - first);
        pooled[l * K + k] = Math.max(share > 0 ? 1 : 0, Math.round(PROBABILITY_SCALE * share));
      }
    }
  },
});
