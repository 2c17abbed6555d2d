import { covering, defineKernel } from "../../compute/kernel.ts";
import { DONE } from "./done.ts";

/** Mass, means and products of a component: so many sums in D dimensions. */
export function sumCount(D: number): number {
  return 1 + D + (D * (D + 1)) / 2;
}

/** What the rows of a chunk say of each component. See shaders/mixture/chunk-sums.wgsl. */
export const chunkSums = defineKernel({
  shader: "mixture/chunk-sums.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    center: { dtype: "f32", shape: "L K D", access: "read" },
    responsibility: { dtype: "f32", shape: "L K N", access: "read" },
    score: { dtype: "f32", shape: "L N", access: "read" },
    listed: { dtype: "u32", shape: "A", access: "read" },
    sums: { dtype: "f32", shape: "L C K F", access: "update" },
    scores: { dtype: "f32", shape: "L C 2", access: "update" },
  },
  scalars: ["chunkLength"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A, C, K, F }, { WORKGROUP_SIZE }) => covering(A * C * K * F, WORKGROUP_SIZE),

  reference(arrays, { chunkLength }, { A, N, D, K, C, F, W }) {
    const { points, presence, center, responsibility, score, listed, sums, scores } = arrays;
    const own = new Float64Array(F);
    for (let at = 0; at < A * C; at++) {
      const l = listed[Math.floor(at / C)];
      if (l === DONE) continue;
      const chunk = l * C + (at % C);
      const first = (at % C) * chunkLength;
      const end = Math.min(N, first + chunkLength);
      for (let k = 0; k < K; k++) {
        const middle = (l * K + k) * D;
        own.fill(0);
        for (let n = first; n < end; n++) {
          const r = responsibility[(l * K + k) * N + n];
          const row = (l * N + n) * D;
          own[0] += r;
          let f = 1 + D;
          for (let i = 0; i < D; i++) {
            const x = r * (points[row + i] - center[middle + i]);
            own[1 + i] += x;
            for (let j = 0; j <= i; j++) own[f++] += x * (points[row + j] - center[middle + j]);
          }
        }
        sums.set(own, (chunk * K + k) * F);
      }
      let all = 0;
      let mass = 0;
      for (let n = first; n < end; n++) {
        all += score[l * N + n];
        mass += W === 0 ? 1 : presence[l * N + n];
      }
      scores[2 * chunk] = all;
      scores[2 * chunk + 1] = mass;
    }
  },
});
