import { covering, defineKernel } from "../../compute/kernel.ts";

/**
 * The length of a chunk for so many rows: about their square root, so that neither the chunks nor
 * the sum over them grows long. It fixes the order of every sum, and depends on nothing else.
 */
export function chunkLength(rows: number): number {
  return Math.max(16, 2 ** Math.ceil(Math.log2(Math.sqrt(rows))));
}

/** Mean and squared deviations of chunks. See shaders/gaussian/chunk-moments.wgsl. */
export const chunkMoments = defineKernel({
  shader: "gaussian/chunk-moments.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "L N D", access: "read" },
    means: { dtype: "f32", shape: "L C D", access: "write" },
    squares: { dtype: "f32", shape: "L C D", access: "write" },
  },
  scalars: ["rows", "chunkLength"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C, D }, { WORKGROUP_SIZE }) => covering(L * C * D, WORKGROUP_SIZE),

  reference({ values, means, squares }, { rows, chunkLength }, { L, N, D, C }) {
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        for (let d = 0; d < D; d++) {
          const chunk: number[] = [];
          const end = Math.min(rows, (c + 1) * chunkLength);
          for (let n = c * chunkLength; n < end; n++) chunk.push(values[(l * N + n) * D + d]);
          const mean = chunk.reduce((sum, x) => sum + x, 0) / chunk.length;
          means[(l * C + c) * D + d] = mean;
          squares[(l * C + c) * D + d] = chunk.reduce((sum, x) => sum + (x - mean) ** 2, 0);
        }
      }
    }
  },
});
