import { covering, defineKernel } from "../../compute/kernel.ts";
import { distanceUpTo, squaredDistance } from "../metrics/neighbour-radius.ts";

/** How near the most similar image of another set is. See shaders/images/likeness.wgsl. */
export const likeness = defineKernel({
  shader: "images/likeness.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N F", access: "read" },
    others: { dtype: "f32", shape: "R M F", access: "read" },
    scores: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ points, others, scores }, _scalars, { L, R, N, M, F }) {
    for (let i = 0; i < L * N; i++) {
      const r = Math.min(Math.floor(i / N), R - 1);
      let nearest = Infinity;
      for (let m = 0; m < M; m++) {
        nearest = Math.min(nearest, squaredDistance(points, i, others, r * M + m, F));
      }
      scores[i] = -nearest;
    }
  },

  /** Gives up on an image as soon as it is further than the nearest so far. */
  fast({ points, others, scores }, _scalars, { L, R, N, M, F }) {
    for (let i = 0; i < L * N; i++) {
      const r = Math.min(Math.floor(i / N), R - 1);
      let nearest = Infinity;
      for (let m = r * M; m < (r + 1) * M; m++) {
        const distance = distanceUpTo(nearest, points, i * F, others, m * F, F);
        nearest = Math.min(nearest, distance);
      }
      scores[i] = -nearest;
    }
  },
});
