/** Tokens that one invocation goes through, at most. */
export const STRAND_LENGTH = 256;

/** C, the strands of a vocabulary: strand c holds the tokens c, c + C, c + 2 C, … */
export function strandCount(vocabulary: number): number {
  return Math.ceil(vocabulary / STRAND_LENGTH);
}
