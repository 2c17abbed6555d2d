import { defineKernel } from "../../compute/kernel.ts";
import { gaussianSample } from "./sample.ts";

/** `gaussianSample` for N D a multiple of 4. See shaders/gaussian/sample-fours.wgsl. */
export const gaussianSampleFours = defineKernel({
  ...gaussianSample,
  shader: "gaussian/sample-fours.wgsl",
});

/** The kernels of which `gaussianSampler` chooses. */
export const gaussianSamplers = [gaussianSample, gaussianSampleFours];

/** The kernel for samples of [L, N, D]: what it draws is the same, how fast is not. */
export function gaussianSampler(N: number, D: number): typeof gaussianSample {
  return (N * D) % 4 === 0 ? gaussianSampleFours : gaussianSample;
}
