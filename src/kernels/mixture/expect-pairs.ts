import { covering, defineKernel } from "../../compute/kernel.ts";
import { chunkSums } from "./chunk-sums.ts";
import { DONE } from "./done.ts";
import { expectStep } from "./expect.ts";

/** Both halves of a step for two components in the plane. See shaders/mixture/expect-pairs.wgsl. */
export const expectPairs = defineKernel({
  shader: "mixture/expect-pairs.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N 2", access: "read" },
    center: { dtype: "f32", shape: "L 2 2", access: "read" },
    inverse: { dtype: "f32", shape: "L 2 2 2", access: "read" },
    logScale: { dtype: "f32", shape: "L 2", access: "read" },
    listed: { dtype: "u32", shape: "A", access: "read" },
    sums: { dtype: "f32", shape: "L C 2 6", access: "update" },
    scores: { dtype: "f32", shape: "L C 2", access: "update" },
  },
  scalars: ["chunkLength", "hard"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A, C }, { WORKGROUP_SIZE }) => covering(A * C, WORKGROUP_SIZE),

  reference(arrays, { chunkLength, hard }, { L, A, N, C }) {
    const axes = { L, A, N, C, D: 2, K: 2, F: 6, W: 0 };
    const rows = {
      presence: new Float32Array(),
      responsibility: new Float32Array(L * 2 * N),
      score: new Float32Array(L * N),
    };
    expectStep.reference({ ...arrays, ...rows }, { hard }, axes);
    chunkSums.reference({ ...arrays, ...rows }, { chunkLength }, axes);
  },

  fast({ points, center, inverse, logScale, listed, sums, scores }, { chunkLength, hard }, axes) {
    const { A, N, C } = axes;
    const own = new Float64Array(12);
    for (let at = 0; at < A * C; at++) {
      const l = listed[Math.floor(at / C)];
      if (l === DONE) continue;
      const chunk = l * C + (at % C);
      const start = (at % C) * chunkLength;
      const end = Math.min(N, start + chunkLength);
      const [ax, ay, bx, by] = center.subarray(4 * l, 4 * l + 4);
      const [a0, , a1, a2, b0, , b1, b2] = inverse.subarray(8 * l, 8 * l + 8);
      const [aScale, bScale] = logScale.subarray(2 * l, 2 * l + 2);
      own.fill(0);
      let score = 0;
      for (let n = start; n < end; n++) {
        const x = points[2 * (l * N + n)];
        const y = points[2 * (l * N + n) + 1];
        const x0 = x - ax;
        const y0 = y - ay;
        const x1 = x - bx;
        const y1 = y - by;
        let r = 0;
        if (hard === 1) {
          const p = x0 * x0 + y0 * y0;
          const q = x1 * x1 + y1 * y1;
          r = p <= q ? 1 : 0;
          score -= 0.5 * Math.min(p, q);
        } else {
          const p = a1 * x0 + a2 * y0;
          const q = b1 * x1 + b2 * y1;
          const first = aScale - 0.5 * (a0 * a0 * x0 * x0 + p * p);
          const second = bScale - 0.5 * (b0 * b0 * x1 * x1 + q * q);
          const e = Math.exp(-Math.abs(first - second));
          r = first >= second ? 1 / (1 + e) : e / (1 + e);
          score += Math.max(first, second) + Math.log(1 + e);
        }
        own[0] += r;
        own[1] += r * x0;
        own[2] += r * y0;
        own[3] += r * x0 * x0;
        own[4] += r * x0 * y0;
        own[5] += r * y0 * y0;
        own[6] += 1 - r;
        own[7] += (1 - r) * x1;
        own[8] += (1 - r) * y1;
        own[9] += (1 - r) * x1 * x1;
        own[10] += (1 - r) * x1 * y1;
        own[11] += (1 - r) * y1 * y1;
      }
      sums.set(own, 12 * chunk);
      scores[2 * chunk] = score;
      scores[2 * chunk + 1] = end - start;
    }
  },
});
