import { covering, defineKernel } from "../../compute/kernel.ts";

/** How like others points are. See shaders/metrics/similarity-cubic.wgsl. */
export const similarityCubic = defineKernel({
  shader: "metrics/similarity-cubic.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "Q N F", access: "read" },
    others: { dtype: "f32", shape: "R M F", access: "read" },
    similarity: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: ["own"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ points, others, similarity }, { own }, { L, Q, R, N, M, F }) {
    for (let l = 0; l < L; l++) {
      const [q, r] = [Q, R].map((shared) => Math.min(l, shared - 1));
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let m = 0; m < M; m++) {
          if (own === 1 && m === n) continue;
          let product = 0;
          for (let f = 0; f < F; f++) {
            product += points[(q * N + n) * F + f] * others[(r * M + m) * F + f];
          }
          sum += (product / F + 1) ** 3;
        }
        similarity[l * N + n] = sum / (M - own);
      }
    }
  },

  /** Four features at a time, which add up beside each other. */
  fast({ points, others, similarity }, { own }, { L, Q, R, N, M, F }) {
    for (let l = 0; l < L; l++) {
      const [q, r] = [Q, R].map((shared) => Math.min(l, shared - 1));
      for (let n = 0; n < N; n++) {
        const here = (q * N + n) * F;
        let sum = 0;
        for (let m = 0; m < M; m++) {
          if (own === 1 && m === n) continue;
          const there = (r * M + m) * F;
          let [x, y, z, w] = [0, 0, 0, 0];
          for (let f = 0; f < F; f += 4) {
            x += points[here + f] * others[there + f];
            y += points[here + f + 1] * others[there + f + 1];
            z += points[here + f + 2] * others[there + f + 2];
            w += points[here + f + 3] * others[there + f + 3];
          }
          const base = (x + y + z + w) / F + 1;
          sum += base * base * base;
        }
        similarity[l * N + n] = sum / (M - own);
      }
    }
  },
});
