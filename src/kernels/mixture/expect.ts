import { covering, defineKernel } from "../../compute/kernel.ts";
import { DONE } from "./done.ts";

/** Which component each row belongs to. See shaders/mixture/expect.wgsl. */
export const expectStep = defineKernel({
  shader: "mixture/expect.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    center: { dtype: "f32", shape: "L K D", access: "read" },
    inverse: { dtype: "f32", shape: "L K D D", access: "read" },
    logScale: { dtype: "f32", shape: "L K", access: "read" },
    listed: { dtype: "u32", shape: "A", access: "read" },
    responsibility: { dtype: "f32", shape: "L K N", access: "update" },
    score: { dtype: "f32", shape: "L N", access: "update" },
  },
  scalars: ["hard"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A, N }, { WORKGROUP_SIZE }) => covering(A * N, WORKGROUP_SIZE),

  reference(arrays, { hard }, { A, N, D, K, W }) {
    const { points, presence, center, inverse, logScale, listed, responsibility, score } = arrays;
    const terms = new Float64Array(K);
    for (let at = 0; at < A * N; at++) {
      const l = listed[Math.floor(at / N)];
      if (l === DONE) continue;
      const row = l * N + (at % N);
      let largest = -Infinity;
      for (let k = 0; k < K; k++) {
        const component = l * K + k;
        let square = 0;
        for (let i = 0; i < D; i++) {
          let y = 0;
          for (let j = 0; j <= i; j++) {
            const entry = hard === 1 ? Number(i === j) : inverse[(component * D + i) * D + j];
            y += entry * (points[row * D + j] - center[component * D + j]);
          }
          square += y * y;
        }
        terms[k] = (hard === 1 ? 0 : logScale[component]) - 0.5 * square;
        largest = Math.max(largest, terms[k]);
      }
      const own = W === 0 ? 1 : presence[row];
      const nearest = terms.indexOf(largest);
      let sum = 0;
      for (let k = 0; k < K; k++) sum += Math.exp(terms[k] - largest);
      for (let k = 0; k < K; k++) {
        const share = hard === 1 ? Number(k === nearest) : Math.exp(terms[k] - largest) / sum;
        responsibility[(l * K + k) * N + row - l * N] = own * share;
      }
      score[row] = own * (largest + (hard === 1 ? 0 : Math.log(sum)));
    }
  },
});
