import { type RandomAddress, randomBits } from "../../random/philox.ts";
import { uniformOf } from "../../random/uniform.ts";

const words = new Uint32Array(4);

/**
 * By what dropout multiplies four neighbours, written into `mask`: 0, or 1 / (1 - rate). Srivastava
 * et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html. Twin: shaders/layers/dropout-mask.wgsl.
 */
export function dropoutMask(at: RandomAddress, rate: number, mask: Float64Array): void {
  randomBits(at, words);
  for (let j = 0; j < 4; j++) mask[j] = uniformOf(words[j]) >= rate ? 1 / (1 - rate) : 0;
}
