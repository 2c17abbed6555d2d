import { covering, defineKernel } from "../../compute/kernel.ts";
import { distanceUpTo, squaredDistance } from "./neighbour-radius.ts";

/** How many points of another set are close. See shaders/metrics/neighbour-counts.wgsl. */
export const neighbourCounts = defineKernel({
  shader: "metrics/neighbour-counts.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "Q N F", access: "read" },
    others: { dtype: "f32", shape: "R M F", access: "read" },
    radius: { dtype: "f32", shape: "S E", access: "read" },
    counts: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["own"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ points, others, radius, counts }, { own }, { L, Q, R, S, N, M, F, E }) {
    for (let l = 0; l < L; l++) {
      const [q, r, s] = [Q, R, S].map((shared) => Math.min(l, shared - 1));
      for (let n = 0; n < N; n++) {
        let count = 0;
        for (let m = 0; m < M; m++) {
          const bound = radius[s * E + (own === 1 ? n : m)];
          // A radius is stored in single precision, and so is what is compared with it.
          const distance = squaredDistance(points, q * N + n, others, r * M + m, F);
          if (Math.fround(distance) <= bound) count++;
        }
        counts[l * N + n] = count;
      }
    }
  },

  /** Gives up on a pair as soon as it is further apart than the bound. */
  fast({ points, others, radius, counts }, { own }, { L, Q, R, S, N, M, F, E }) {
    for (let l = 0; l < L; l++) {
      const [q, r, s] = [Q, R, S].map((shared) => Math.min(l, shared - 1));
      for (let n = 0; n < N; n++) {
        let count = 0;
        for (let m = 0; m < M; m++) {
          const bound = radius[s * E + (own === 1 ? n : m)];
          const distance = distanceUpTo(bound, points, (q * N + n) * F, others, (r * M + m) * F, F);
          if (Math.fround(distance) <= bound) count++;
        }
        counts[l * N + n] = count;
      }
    }
  },
});
