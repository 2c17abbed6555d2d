/** Samples that one invocation looks at, one after the other. */
export const CHUNK_LENGTH = 1024;

/** Bits of a rank that a step of the search skips, from the highest. */
export const SHIFTS = [28, 24, 20, 16, 12, 8, 4, 0] as const;

const bits = new DataView(new ArrayBuffer(4));

/** An integer that ascends as the scores do, from their bits. See shaders/pool/rank.wgsl. */
export function rankOf(score: number): number {
  bits.setFloat32(0, score);
  const word = bits.getUint32(0);
  return (word >= 0x80000000 ? ~word : word | 0x80000000) >>> 0;
}
