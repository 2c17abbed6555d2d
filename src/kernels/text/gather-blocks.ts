import { covering, defineKernel } from "../../compute/kernel.ts";

/** The chosen blocks of a text. See shaders/text/gather-blocks.wgsl. */
export const gatherBlocks = defineKernel({
  shader: "text/gather-blocks.wgsl",
  bindings: {
    blocks: { dtype: "u32", shape: "K T", access: "read" },
    places: { dtype: "u32", shape: "R N", access: "read" },
    texts: { dtype: "u32", shape: "L N T", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, T }, { WORKGROUP_SIZE }) => covering(L * N * T, WORKGROUP_SIZE),

  reference({ blocks, places, texts }, _scalars, { L, N, T, R }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        const place = places[(R === 1 ? 0 : l) * N + n];
        for (let t = 0; t < T; t++) texts[(l * N + n) * T + t] = blocks[place * T + t];
      }
    }
  },
});
