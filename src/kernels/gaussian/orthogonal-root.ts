import { covering, defineKernel } from "../../compute/kernel.ts";

/** The root of the covariance of few samples. See shaders/gaussian/orthogonal-root.wgsl. */
export const orthogonalRoot = defineKernel({
  shader: "gaussian/orthogonal-root.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    center: { dtype: "f32", shape: "L D", access: "read" },
    columns: { dtype: "f32", shape: "L N D", access: "write" },
    root: { dtype: "f32", shape: "L D D", access: "write" },
  },
  scalars: ["rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ values, center, root }, { rows }, { L, N, D }) {
    for (let l = 0; l < L; l++) {
      /** Component i of every sample, in double precision, orthogonal to the directions so far. */
      const left = Array.from({ length: D }, (_, i) =>
        Array.from({ length: rows }, (_, n) => values[(l * N + n) * D + i] - center[l * D + i]),
      );
      const lengths = left.map((column) => Math.hypot(...column));
      for (let j = 0; j < D; j++) {
        const length = Math.hypot(...left[j]);
        const isLost = j >= rows - 1 || length <= 1e-12 * lengths[j];
        const direction = left[j].map((x) => (isLost ? 0 : x / length));
        for (let i = 0; i < D; i++) {
          const along = i < j ? 0 : left[i].reduce((sum, x, n) => sum + x * direction[n], 0);
          root[(l * D + i) * D + j] = along / Math.sqrt(rows);
          if (i > j) left[i] = left[i].map((x, n) => x - along * direction[n]);
        }
      }
    }
  },
});
