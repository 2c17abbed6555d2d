/**
 * Where a random number stands: there is no generator state. All fields are u32.
 *
 * counter = (index, draw, step, generation · 2⁸ + stream), key = (seed, lineage)
 */
export interface RandomAddress {
  readonly seed: number;
  readonly lineage: number;
  /** What the number is for, below 2⁸. See `Stream`. */
  readonly stream: number;
  /** Below 2²⁴. */
  readonly generation: number;
  readonly step: number;
  readonly index: number;
  readonly draw: number;
}

/** The high word of a 32 × 32 bit product. */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) >>> 0;
}

/**
 * Philox4x32-10: writes the four words of a counter and a key into `out`.
 * Salmon et al. 2011, doi:10.1145/2063384.2063405. Twin: shaders/random/philox.wgsl.
 */
export function philox(
  [c0, c1, c2, c3]: readonly [number, number, number, number],
  [k0, k1]: readonly [number, number],
  out: Uint32Array,
): void {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The four words at an address, written into `out`. */
export function randomBits(at: RandomAddress, out: Uint32Array): void {
  const packed = ((at.generation << 8) | at.stream) >>> 0;
  philox([at.index, at.draw, at.step, packed], [at.seed, at.lineage], out);
}
