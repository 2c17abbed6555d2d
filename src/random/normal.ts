import { type RandomAddress, randomBits } from "./philox.ts";

const words = new Uint32Array(4);

/** -2 ln u for u = (bits + ½) · 2⁻³², as a radius: that of a two-dimensional standard normal. */
export function randomRadius(bits: number): number {
  return Math.sqrt(-2 * Math.log((bits + 0.5) * 2 ** -32));
}

/** Where the direction of a pair points, in radians. The lowest seven bits do not matter. */
export function randomAngle(bits: number): number {
  const turn = ((((bits << 2) >>> 9) + 0.5) * 2 ** -23 - 0.5) * (Math.PI / 2);
  return turn + (bits >>> 30) * (Math.PI / 2);
}

/**
 * Four independent standard normals from one Philox block, written into `out`.
 * Box & Muller 1958, doi:10.1214/aoms/1177706645. Twin: shaders/random/normal.wgsl.
 */
export function randomNormals(at: RandomAddress, out: Float64Array): void {
  randomBits(at, words);
  for (let pair = 0; pair < 4; pair += 2) {
    const radius = randomRadius(words[pair]);
    const angle = randomAngle(words[pair + 1]);
    out[pair] = radius * Math.cos(angle);
    out[pair + 1] = radius * Math.sin(angle);
  }
}
