import { covering, defineKernel } from "../../compute/kernel.ts";

/** What people like of a point. See shaders/pool/score-points.wgsl. */
export const scorePoints = defineKernel({
  shader: "pool/score-points.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    near: { dtype: "f32", shape: "L", access: "read" },
    scores: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["isNear"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ points, near, scores }, { isNear }, { L, N, D }) {
    for (let i = 0; i < L * N; i++) {
      const point = Array.from(points.subarray(i * D, (i + 1) * D));
      const target = near[Math.floor(i / N)];
      scores[i] = isNear === 1 ? -point.reduce((sum, x) => sum + (x - target) ** 2, 0) : point[0];
    }
  },
});
