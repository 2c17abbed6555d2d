import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNN } from "./nn.ts";
import { quadTiles } from "./product.ts";

/** `multiplyNNFours` with loads shared by four neighbours. See shaders/linear/nn-quads.wgsl. */
export const multiplyNNQuads = defineKernel({
  ...multiplyNN,
  shader: "linear/nn-quads.wgsl",
  overrides: { WORKGROUP_SIZE: 16 },
  workgroups: quadTiles,
  suits: ({ subgroups }) => subgroups === true,
});
