import { covering, defineKernel } from "../../compute/kernel.ts";

/** The most probable group of every point. See shaders/mixture/assign.wgsl. */
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
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, _scalars, { L, N, D, K, R }) {
    const { points, center, inverse, logScale, groupOf, assigned } = arrays;
    for (let at = 0; at < L * N; at++) {
      const table = (R === 1 ? 0 : Math.floor(at / N)) * K;
      let [best, most] = [0, -Infinity];
      for (let k = 0; k < K; k++) {
        let square = 0;
        for (let i = 0; i < D; i++) {
          let y = 0;
          for (let j = 0; j <= i; j++) {
            const offset = points[at * D + j] - center[(table + k) * D + j];
            y += inverse[((table + k) * D + i) * D + j] * offset;
          }
          square += y * y;
        }
        const term = logScale[table + k] - 0.5 * square;
        if (term > most) [best, most] = [k, term];
      }
      assigned[at] = groupOf[best];
    }
  },
});
