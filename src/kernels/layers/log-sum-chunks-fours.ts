import { defineKernel } from "../../compute/kernel.ts";
import { logSumChunks } from "./log-sum-chunks.ts";

/** `logSumChunks` for vocabularies of whole fours. See shaders/layers/log-sum-chunks-fours.wgsl. */
export const logSumChunksFours = defineKernel({
  ...logSumChunks,
  shader: "layers/log-sum-chunks-fours.wgsl",
});
