import { defineKernel } from "../../compute/kernel.ts";
import { attentionForward } from "./attention-forward.ts";
import { attentionPanels } from "./attention-panels.ts";

const of = (LONG: 0 | 1) =>
  defineKernel({
    ...attentionForward,
    shader: "layers/attention-forward-panels-32.wgsl",
    ...attentionPanels(LONG),
  });

/**
 * `attentionForwardQuads` for heads of width 32, with 64 keys and values kept for all queries: of
 * texts of 64 positions at most, or of any. See shaders/layers/attention-forward-panels-32.wgsl.
 */
export const attentionForwardPanels32 = { short: of(0), long: of(1) };
