import { covering, defineKernel } from "../../compute/kernel.ts";

/** The best mixture so far. See shaders/mixture/keep.wgsl. */
export const keepBest = defineKernel({
  shader: "mixture/keep.wgsl",
  bindings: {
    latest: { dtype: "f32", shape: "L 2", access: "read" },
    weight: { dtype: "f32", shape: "L K", access: "read" },
    center: { dtype: "f32", shape: "L K D", access: "read" },
    root: { dtype: "f32", shape: "L K D D", access: "read" },
    best: { dtype: "f32", shape: "L", access: "update" },
    keptWeight: { dtype: "f32", shape: "L K", access: "update" },
    keptCenter: { dtype: "f32", shape: "L K D", access: "update" },
    keptRoot: { dtype: "f32", shape: "L K D D", access: "update" },
  },
  scalars: ["attempt", "unbiased"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference(arrays, { attempt, unbiased }, { L, K, D }) {
    const { latest, weight, center, root, best, keptWeight, keptCenter, keptRoot } = arrays;
    for (let l = 0; l < L; l++) {
      if (attempt > 0 && latest[2 * l] <= best[l]) continue;
      best[l] = latest[2 * l];
      for (let at = l * K; at < (l + 1) * K; at++) {
        keptWeight[at] = weight[at];
        for (let d = 0; d < D; d++) keptCenter[at * D + d] = center[at * D + d];
        const rows = weight[at] * latest[2 * l + 1];
        const factor = unbiased === 1 && rows > 2 ? Math.sqrt(rows / (rows - 1)) : 1;
        for (let e = at * D * D; e < (at + 1) * D * D; e++) keptRoot[e] = factor * root[e];
      }
    }
  },
});
