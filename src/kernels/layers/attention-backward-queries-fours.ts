import { covering, defineKernel } from "../../compute/kernel.ts";
import { attentionBackwardQueries } from "./attention-backward-queries.ts";

/** `attentionBackwardQueries` for heads of a width in fours. See shaders/layers/attention-backward-queries-fours.wgsl. */
export const attentionBackwardQueriesFours = defineKernel({
  ...attentionBackwardQueries,
  shader: "layers/attention-backward-queries-fours.wgsl",
  workgroups: ({ L, B, H, T }, { WORKGROUP_SIZE }) =>
    covering(L * B * H * Math.ceil(T / 4), WORKGROUP_SIZE),
  // A processor that plays a graphics card has quads for what this does, and takes long to compile.
  suits: ({ software, subgroups }) => !(software && subgroups === true),
});
