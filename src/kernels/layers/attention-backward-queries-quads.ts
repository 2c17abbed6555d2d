import { defineKernel } from "../../compute/kernel.ts";
import { attentionBackwardQueries } from "./attention-backward-queries.ts";
import { attentionQuads } from "./attention-quads.ts";

/** `attentionBackwardQueriesFours` in quads. See shaders/layers/attention-backward-queries-quads.wgsl. */
export const attentionBackwardQueriesQuads = defineKernel({
  ...attentionBackwardQueries,
  shader: "layers/attention-backward-queries-quads.wgsl",
  ...attentionQuads,
});
