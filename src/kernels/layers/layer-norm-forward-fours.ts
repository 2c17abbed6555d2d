import { defineKernel } from "../../compute/kernel.ts";
import { layerNormForward } from "./layer-norm-forward.ts";

/** `layerNormForward` for rows of whole fours. See shaders/layers/layer-norm-forward-fours.wgsl. */
export const layerNormForwardFours = defineKernel({
  ...layerNormForward,
  shader: "layers/layer-norm-forward-fours.wgsl",
});
