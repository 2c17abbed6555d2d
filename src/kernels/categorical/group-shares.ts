import { covering, defineKernel } from "../../compute/kernel.ts";

/** Shares of groups of categories. See shaders/categorical/group-shares.wgsl. */
export const groupShares = defineKernel({
  shader: "categorical/group-shares.wgsl",
  bindings: {
    tallies: { dtype: "u32", shape: "L G 3", access: "read" },
    ends: { dtype: "u32", shape: "G 2", access: "read" },
    shares: { dtype: "f32", shape: "L G 3", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, G }, { WORKGROUP_SIZE }) => covering(L * G, WORKGROUP_SIZE),

  reference({ tallies, ends, shares }, _scalars, { L, G }) {
    for (let l = 0; l < L; l++) {
      let all = 0;
      for (let g = 0; g < G; g++) all += tallies[3 * (l * G + g)];
      for (let g = 0; g < G; g++) {
        const first = g === 0 ? 0 : ends[2 * g - 1];
        const [rarest, end] = ends.subarray(2 * g, 2 * g + 2);
        const at = 3 * (l * G + g);
        shares[at] = all === 0 ? 0 : tallies[at] / all;
        shares[at + 1] = tallies[at + 1] / (end - first);
        shares[at + 2] = tallies[at + 2] / (end - rarest);
      }
    }
  },
});
