import { defineKernel } from "../../compute/kernel.ts";
import { chunkMoments } from "./chunk-moments.ts";

/** `chunkMoments` for D = 1 and N a multiple of 4. See shaders/gaussian/chunk-moments-fours.wgsl. */
export const chunkMomentsFours = defineKernel({
  ...chunkMoments,
  shader: "gaussian/chunk-moments-fours.wgsl",
});

/** The kernel for values of [L, N, D]: what it sums is the same, how fast is not. */
export function chunkMomentsOf(N: number, D: number): typeof chunkMoments {
  return D === 1 && N % 4 === 0 ? chunkMomentsFours : chunkMoments;
}
