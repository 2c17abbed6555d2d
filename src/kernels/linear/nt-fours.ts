import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNT } from "./nt.ts";

/** `multiplyNT` for N and K multiples of four. See shaders/linear/nt-fours.wgsl. */
export const multiplyNTFours = defineKernel({
  ...multiplyNT,
  shader: "linear/nt-fours.wgsl",
  // A processor that plays a graphics card takes long to compile it, and has quads for what it does.
  suits: ({ software, subgroups }) => !(software && subgroups === true),
});
