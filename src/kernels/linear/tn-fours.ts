import { defineKernel } from "../../compute/kernel.ts";
import { multiplyTN } from "./tn.ts";

/** `multiplyTN` for M and N multiples of four. See shaders/linear/tn-fours.wgsl. */
export const multiplyTNFours = defineKernel({
  ...multiplyTN,
  shader: "linear/tn-fours.wgsl",
  // A processor that plays a graphics card takes long to compile it, and has quads for what it does.
  suits: ({ software, subgroups }) => !(software && subgroups === true),
});
