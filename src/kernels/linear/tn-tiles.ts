import { defineKernel } from "../../compute/kernel.ts";
import { multiplyTN } from "./tn.ts";
import { workgroupTiles } from "./product.ts";

/** `multiplyTNFours` by workgroups with a memory of their own. See shaders/linear/tn-tiles.wgsl. */
export const multiplyTNTiles = defineKernel({
  ...multiplyTN,
  shader: "linear/tn-tiles.wgsl",
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: workgroupTiles,
});
