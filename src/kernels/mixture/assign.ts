import { covering, defineKernel } from "../../compute/kernel.ts";

/** Parts of a component: its body, and the quarters around it. */
export const CELLS = 5;

/** The most probable group of every point, and its part of that. See shaders/mixture/assign.wgsl. */
export const mixtureAssign = defineKernel({
  shader: "mixture/assign.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    center: { dtype: "f32", shape: "R K D", access: "read" },
    inverse: { dtype: "f32", shape: "R K D D", access: "read" },
    logScale: { dtype: "f32", shape: "R K", access: "read" },
    groupOf: { dtype: "u32", shape: "K", access: "read" },
    assigned: { dtype: "u32", shape: "L N", access: "write" },
  },
  scalars: ["edge"],
  overrides: { WORKGROUP_SIZE: 64, CELLS },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { edge }, { L, N, D, K, R }) {
    const { points, center, inverse, logScale, groupOf, assigned } = arrays;
    for (let at = 0; at < L * N; at++) {
      const table = (R === 1 ? 0 : Math.floor(at / N)) * K;
      let [best, most, cell] = [0, -Infinity, 0];
      for (let k = 0; k < K; k++) {
        const standard: number[] = [];
        for (let i = 0; i < D; i++) {
          let y = 0;
          for (let j = 0; j <= i; j++) {
            const offset = points[at * D + j] - center[(table + k) * D + j];
            y += inverse[((table + k) * D + i) * D + j] * offset;
          }
          standard.push(y);
        }
        const square = standard.reduce((sum, y) => sum + y * y, 0);
        const term = logScale[table + k] - 0.5 * square;
        if (!(term > most)) continue;
        const quarter = 1 + (standard[0] > 0 ? 1 : 0) + (standard[1] > 0 ? 2 : 0);
        [best, most, cell] = [k, term, square > Math.fround(edge) ? quarter : 0];
      }
      assigned[at] = CELLS * groupOf[best] + cell;
    }
  },
});
