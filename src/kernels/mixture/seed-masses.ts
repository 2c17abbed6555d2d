import { covering, defineKernel } from "../../compute/kernel.ts";

/** How likely each chunk of rows is to hold the next center. See shaders/mixture/seed-masses.wgsl. */
export const seedMasses = defineKernel({
  shader: "mixture/seed-masses.wgsl",
  bindings: {
    points: { dtype: "f32", shape: "L N D", access: "read" },
    presence: { dtype: "f32", shape: "L W", access: "read" },
    center: { dtype: "f32", shape: "L K D", access: "read" },
    nearest: { dtype: "f32", shape: "L N", access: "update" },
    masses: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: ["chunkLength", "seed", "spread"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference(arrays, { chunkLength, seed, spread }, { L, N, D, K, C, W }) {
    const { points, presence, center, nearest, masses } = arrays;
    masses.fill(0);
    const sums = new Float64Array(L * C);
    for (let row = 0; row < L * N; row++) {
      const l = Math.floor(row / N);
      if (spread === 0 || seed === 0) nearest[row] = 1;
      else {
        let square = 0;
        for (let d = 0; d < D; d++) {
          square += (points[row * D + d] - center[(l * K + seed - 1) * D + d]) ** 2;
        }
        nearest[row] = seed === 1 ? square : Math.min(square, nearest[row]);
      }
      const chunk = l * C + Math.floor((row - l * N) / chunkLength);
      sums[chunk] += (W === 0 ? 1 : presence[row]) * nearest[row];
    }
    masses.set(sums);
  },
});
