import { covering, defineKernel } from "../../compute/kernel.ts";
import { attentionForward } from "./attention-forward.ts";

/** `attentionForward` for heads of a width in fours. See shaders/layers/attention-forward-fours.wgsl. */
export const attentionForwardFours = defineKernel({
  ...attentionForward,
  shader: "layers/attention-forward-fours.wgsl",
  workgroups: ({ L, B, H, T }, { WORKGROUP_SIZE }) =>
    covering(L * B * H * Math.ceil(T / 4), WORKGROUP_SIZE),
  // A processor that plays a graphics card has quads for what this does, and takes long to compile.
  suits: ({ software, subgroups }) => !(software && subgroups === true),
});
