import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNN } from "./nn.ts";

/** `multiplyNN` for N and K multiples of four. See shaders/linear/nn-fours.wgsl. */
export const multiplyNNFours = defineKernel({
  ...multiplyNN,
  shader: "linear/nn-fours.wgsl",
  // A processor that plays a graphics card takes long to compile it, and has quads for what it does.
  suits: ({ software, subgroups }) => !(software && subgroups === true),
});
