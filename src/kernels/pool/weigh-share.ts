import { covering, defineKernel } from "../../compute/kernel.ts";

/** Weights by which segments have a given share of a pool. See shaders/pool/weigh-share.wgsl. */
export const weighShare = defineKernel({
  shader: "pool/weigh-share.wgsl",
  bindings: {
    before: { dtype: "f32", shape: "R N", access: "read" },
    share: { dtype: "f32", shape: "L", access: "read" },
    part: { dtype: "f32", shape: "L 3", access: "read" },
    whole: { dtype: "f32", shape: "L 3", access: "read" },
    weight: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ before, share, part, whole, weight }, { rows }, { L, N, R }) {
    weight.fill(0);
    for (let l = 0; l < L; l++) {
      const [mass, all] = [part[3 * l], whole[3 * l]];
      const factor = mass >= all ? 1 : (share[l] * all) / (mass > 0 ? mass : 1);
      for (let n = 0; n < rows; n++) {
        weight[l * N + n] = before[Math.min(l, R - 1) * N + n] * factor;
      }
    }
  },
});
