import { covering, defineKernel } from "../../compute/kernel.ts";

/** Numbers of some of the lineages. See shaders/decoding/take-lineages.wgsl. */
export const takeLineages = defineKernel({
  shader: "decoding/take-lineages.wgsl",
  bindings: {
    values: { dtype: "f32", shape: "G W", access: "read" },
    lineages: { dtype: "u32", shape: "L", access: "read" },
    taken: { dtype: "f32", shape: "L W", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, W }, { WORKGROUP_SIZE }) => covering(L * W, WORKGROUP_SIZE),

  reference({ values, lineages, taken }, _scalars, { L, W }) {
    for (let l = 0; l < L; l++) {
      taken.set(values.subarray(lineages[l] * W, (lineages[l] + 1) * W), l * W);
    }
  },
});
