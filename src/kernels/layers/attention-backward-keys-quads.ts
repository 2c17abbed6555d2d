import { defineKernel } from "../../compute/kernel.ts";
import { attentionBackwardKeys } from "./attention-backward-keys.ts";
import { attentionQuads } from "./attention-quads.ts";

/** `attentionBackwardKeysFours` in quads. See shaders/layers/attention-backward-keys-quads.wgsl. */
export const attentionBackwardKeysQuads = defineKernel({
  ...attentionBackwardKeys,
  shader: "layers/attention-backward-keys-quads.wgsl",
  ...attentionQuads,
});
