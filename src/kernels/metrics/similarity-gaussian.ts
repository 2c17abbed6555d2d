import { covering, defineKernel } from "../../compute/kernel.ts";
import { squaredDistance } from "./neighbour-radius.ts";

/** How like others points are. See shaders/metrics/similarity-gaussian.wgsl. */
export const similarityGaussian = defineKernel({
  shader: "metrics/similarity-gaussian.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "Q N D", access: "read" },
    others: { dtype: "f32", shape: "R M D", access: "read" },
    width: { dtype: "f32", shape: "L", access: "read" },
    similarity: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["own"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ points, others, width, similarity }, { own }, { L, Q, R, N, M, D }) {
    for (let l = 0; l < L; l++) {
      const [q, r] = [Q, R].map((shared) => Math.min(l, shared - 1));
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let m = 0; m < M; m++) {
          if (own === 1 && m === n) continue;
          const square = squaredDistance(points, q * N + n, others, r * M + m, D);
          sum += Math.exp((-0.5 * square) / width[l] ** 2);
        }
        similarity[l * N + n] = sum / (M - own);
      }
    }
  },
});
