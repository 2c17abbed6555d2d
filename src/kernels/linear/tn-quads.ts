import { defineKernel } from "../../compute/kernel.ts";
import { multiplyTN } from "./tn.ts";
import { quadTiles } from "./product.ts";

/** `multiplyTNFours` with loads shared by four neighbours. See shaders/linear/tn-quads.wgsl. */
export const multiplyTNQuads = defineKernel({
  ...multiplyTN,
  shader: "linear/tn-quads.wgsl",
  // The gradient of a weight is small: a workgroup for each quad.
  overrides: { WORKGROUP_SIZE: 4 },
  workgroups: quadTiles,
  suits: ({ subgroups }) => subgroups === true,
});
