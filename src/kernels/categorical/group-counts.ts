import { covering, defineKernel } from "../../compute/kernel.ts";

/** Counts the members of groups of categories. See shaders/categorical/group-counts.wgsl. */
export const groupCounts = defineKernel({
  shader: "categorical/group-counts.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    members: { dtype: "u32", shape: "M", access: "read" },
    ends: { dtype: "u32", shape: "G 2", access: "read" },
    tallies: { dtype: "u32", shape: "L G 3", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, RUN: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE, RUN }) =>
    covering(L * Math.ceil(M / RUN), WORKGROUP_SIZE),

  reference({ counts, members, ends, tallies }, _scalars, { L, K, G }) {
    for (let l = 0; l < L; l++) {
      for (let g = 0; g < G; g++) {
        const first = g === 0 ? 0 : ends[2 * g - 1];
        const [rarest, end] = ends.subarray(2 * g, 2 * g + 2);
        for (let m = first; m < end; m++) {
          const count = counts[l * K + members[m]];
          const at = 3 * (l * G + g);
          tallies[at] += count;
          if (count > 0) tallies[at + 1]++;
          if (count > 0 && m >= rarest) tallies[at + 2]++;
        }
      }
    }
  },
});
