import { covering, defineKernel } from "../../compute/kernel.ts";
import { permuted } from "../../random/permutation.ts";
import { randomBits } from "../../random/philox.ts";

/** Images in a random order. See shaders/images/pick.wgsl. */
export const pickImages = defineKernel({
  shader: "images/pick.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    pixels: { dtype: "u32", shape: "S W", access: "read" },
    values: { dtype: "f32", shape: "L N D", access: "write" },
  },
  scalars: ["stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, W }, { WORKGROUP_SIZE }) => covering(L * N * W, WORKGROUP_SIZE),

  reference({ keys, pixels, values }, { stream, generation }, { L, N, S, W, D }) {
    const roundKeys = new Uint32Array(8);
    for (let l = 0; l < L; l++) {
      const at = { seed: keys[2 * l], lineage: keys[2 * l + 1], stream, generation };
      randomBits({ ...at, step: 0, index: 0, draw: 0 }, roundKeys.subarray(0, 4));
      randomBits({ ...at, step: 0, index: 0, draw: 1 }, roundKeys.subarray(4));
      for (let n = 0; n < N; n++) {
        const image = permuted(n % S, S, roundKeys);
        for (let d = 0; d < D; d++) {
          const word = pixels[image * W + (d >> 2)];
          values[(l * N + n) * D + d] = ((word >>> (8 * (d & 3))) & 0xff) / 255;
        }
      }
    }
  },
});

/** Grey values [S, D] with four in a word, as `pickImages` takes them: [S, W]. */
export function packedPixels(images: Uint8Array, D: number): Uint32Array<ArrayBuffer> {
  const S = images.length / D;
  const W = Math.ceil(D / 4);
  const packed = new Uint32Array(S * W);
  for (let s = 0; s < S; s++) {
    for (let d = 0; d < D; d++) packed[s * W + (d >> 2)] |= images[s * D + d] << (8 * (d & 3));
  }
  return packed;
}
