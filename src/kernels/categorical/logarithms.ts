import { covering, defineKernel } from "../../compute/kernel.ts";
import { logarithm } from "../logarithm.ts";

/** Counts as logarithms. See shaders/categorical/logarithms.wgsl. */
export const countLogarithms = defineKernel({
  shader: "categorical/logarithms.wgsl",
  bindings: {
    counts: { dtype: "u32", shape: "L K", access: "read" },
    logs: { dtype: "f32", shape: "L K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, K }, { WORKGROUP_SIZE }) => covering(L * K, WORKGROUP_SIZE),

  reference({ counts, logs }, _scalars, { L, K }) {
    for (let i = 0; i < L * K; i++) logs[i] = logarithm(counts[i]);
  },
});
