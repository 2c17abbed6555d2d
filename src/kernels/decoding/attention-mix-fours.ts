import { covering, defineKernel } from "../../compute/kernel.ts";
import { attentionMix } from "./attention-mix.ts";

/** `attentionMix` for heads in fours. See shaders/decoding/attention-mix-fours.wgsl. */
export const attentionMixFours = defineKernel({
  shader: "decoding/attention-mix-fours.wgsl",
  bindings: {
    ...attentionMix.bindings,
    joint: { dtype: "u32", shape: "L N", access: "read" },
  },
  scalars: ["S"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, D }, { WORKGROUP_SIZE }) => covering((L * N * D) / 4, WORKGROUP_SIZE),

  reference: (arrays, scalars, axes) => attentionMix.reference(arrays, scalars, axes),
});
