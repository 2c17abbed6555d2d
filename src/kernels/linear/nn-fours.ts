import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNN } from "./nn.ts";

/** `multiplyNN` for N and K multiples of four. See shaders/linear/nn-fours.wgsl. */
export const multiplyNNFours = defineKernel({ ...multiplyNN, shader: "linear/nn-fours.wgsl" });
