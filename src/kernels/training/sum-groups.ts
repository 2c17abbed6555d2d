import { covering, defineKernel } from "../../compute/kernel.ts";

/** Neighbours that are added into one. */
export const GROUP = 64;

/** Adds groups of neighbours. See shaders/training/sum-groups.wgsl. */
export const sumGroups = defineKernel({
  shader: "training/sum-groups.wgsl",
  bindings: {
    sums: { dtype: "f32", shape: "L S", access: "read" },
    groups: { dtype: "f32", shape: "L G", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, GROUP },
  workgroups: ({ L, G }, { WORKGROUP_SIZE }) => covering(L * G, WORKGROUP_SIZE),

  reference({ sums, groups }, _scalars, { L, S, G }) {
    for (let l = 0; l < L; l++) {
      for (let g = 0; g < G; g++) {
        let sum = 0;
        for (let s = GROUP * g; s < Math.min(GROUP * (g + 1), S); s++) sum += sums[l * S + s];
        groups[l * G + g] = sum;
      }
    }
  },
});
