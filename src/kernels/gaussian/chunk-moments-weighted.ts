import { covering, defineKernel } from "../../compute/kernel.ts";

/** Weighted moments of chunks. See shaders/gaussian/chunk-moments-weighted.wgsl. */
export const chunkMomentsWeighted = defineKernel({
  shader: "gaussian/chunk-moments-weighted.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    weight: { dtype: "f32", shape: "L N", access: "read" },
    means: { dtype: "f32", shape: "L C D", access: "write" },
    squares: { dtype: "f32", shape: "L C D", access: "write" },
    masses: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: ["rows", "chunkLength"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C, D }, { WORKGROUP_SIZE }) => covering(L * C * D, WORKGROUP_SIZE),

  reference(arrays, { rows, chunkLength }, { L, N, D, C }) {
    const { values, weight, means, squares, masses } = arrays;
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        const chunk: number[] = [];
        const end = Math.min(rows, (c + 1) * chunkLength);
        for (let n = c * chunkLength; n < end; n++) if (weight[l * N + n] > 0) chunk.push(n);
        const mass = chunk.reduce((sum, n) => sum + weight[l * N + n], 0);
        masses[l * C + c] = mass;
        for (let d = 0; d < D; d++) {
          const at = (l * C + c) * D + d;
          /** The weighted sum of a function of the values. */
          const sumOf = (f: (x: number) => number) =>
            chunk.reduce((sum, n) => sum + weight[l * N + n] * f(values[(l * N + n) * D + d]), 0);
          const mean = mass === 0 ? 0 : sumOf((x) => x) / mass;
          means[at] = mean;
          squares[at] = sumOf((x) => (x - mean) ** 2);
        }
      }
    }
  },
});
