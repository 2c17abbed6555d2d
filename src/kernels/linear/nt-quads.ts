import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNT } from "./nt.ts";
import { quadTiles } from "./product.ts";

/** `multiplyNTFours` with loads shared by four neighbours. See shaders/linear/nt-quads.wgsl. */
export const multiplyNTQuads = defineKernel({
  ...multiplyNT,
  shader: "linear/nt-quads.wgsl",
  overrides: { WORKGROUP_SIZE: 16 },
  workgroups: quadTiles,
  suits: ({ subgroups }) => subgroups === true,
});
