import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNT } from "./nt.ts";
import { workgroupTiles } from "./product.ts";

/** `multiplyNTFours` by workgroups with a memory of their own. See shaders/linear/nt-tiles.wgsl. */
export const multiplyNTTiles = defineKernel({
  ...multiplyNT,
  shader: "linear/nt-tiles.wgsl",
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: workgroupTiles,
});
