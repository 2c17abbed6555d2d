import { defineKernel } from "../../compute/kernel.ts";
import { sumSquares } from "./sum-squares.ts";

/** `sumSquares` of rows of whole fours. See shaders/training/sum-squares-fours.wgsl. */
export const sumSquaresFours = defineKernel({
  ...sumSquares,
  shader: "training/sum-squares-fours.wgsl",
});
