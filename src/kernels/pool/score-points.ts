import { covering, defineKernel } from "../../compute/kernel.ts";

/** What is liked: a large first number, to be near a place, or a large mean of all numbers. */
export const Liking = { FIRST: 0, NEARNESS: 1, MEAN: 2 } as const;

/** What people like of a point. See shaders/pool/score-points.wgsl. */
export const scorePoints = defineKernel({
  shader: "pool/score-points.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    near: { dtype: "f32", shape: "L", access: "read" },
    scores: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["by"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ points, near, scores }, { by }, { L, N, D }) {
    for (let i = 0; i < L * N; i++) {
      const point = Array.from(points.subarray(i * D, (i + 1) * D));
      const target = near[Math.floor(i / N)];
      if (by === Liking.FIRST) scores[i] = point[0];
      else if (by === Liking.MEAN) scores[i] = point.reduce((sum, x) => sum + x, 0) / D;
      else scores[i] = -point.reduce((sum, x) => sum + (x - target) ** 2, 0);
    }
  },
});
