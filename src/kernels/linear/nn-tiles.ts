import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNN } from "./nn.ts";
import { workgroupTiles } from "./product.ts";

/** `multiplyNNFours` by workgroups with a memory of their own. See shaders/linear/nn-tiles.wgsl. */
export const multiplyNNTiles = defineKernel({
  ...multiplyNN,
  shader: "linear/nn-tiles.wgsl",
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: workgroupTiles,
});
