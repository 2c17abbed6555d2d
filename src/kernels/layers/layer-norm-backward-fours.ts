import { defineKernel } from "../../compute/kernel.ts";
import { layerNormBackward } from "./layer-norm-backward.ts";

/** `layerNormBackward` for rows of whole fours. See shaders/layers/layer-norm-backward-fours.wgsl. */
export const layerNormBackwardFours = defineKernel({
  ...layerNormBackward,
  shader: "layers/layer-norm-backward-fours.wgsl",
});
