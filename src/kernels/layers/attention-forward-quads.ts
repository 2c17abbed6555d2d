import { defineKernel } from "../../compute/kernel.ts";
import { attentionQuads } from "./attention-quads.ts";
import { attentionForward } from "./attention-forward.ts";

/** `attentionForwardFours` with loads shared by quads. See shaders/layers/attention-forward-quads.wgsl. */
export const attentionForwardQuads = defineKernel({
  ...attentionForward,
  shader: "layers/attention-forward-quads.wgsl",
  ...attentionQuads,
});
