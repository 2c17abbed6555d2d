import { covering, defineKernel } from "../../compute/kernel.ts";

/** Adds up the sums of the chunks. See shaders/layers/sum-partials.wgsl. */
export const sumPartials = defineKernel({
  shader: "layers/sum-partials.wgsl",
  bindings: {
    partials: { dtype: "f32", shape: "L C D", access: "read" },
    out: { dtype: "f32", shape: "L D", access: "update" },
  },
  scalars: ["factor", "accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, D }, { WORKGROUP_SIZE }) => covering(L * D, WORKGROUP_SIZE),

  reference({ partials, out }, { factor, accumulate }, { L, C, D }) {
    for (let l = 0; l < L; l++) {
      for (let d = 0; d < D; d++) {
        let sum = 0;
        for (let c = 0; c < C; c++) sum += partials[(l * C + c) * D + d];
        out[l * D + d] = factor * sum + (accumulate === 0 ? 0 : out[l * D + d]);
      }
    }
  },
});
