/**
 * Categories that one invocation sums before the chunks are put together. It fixes the order of
 * every sum over categories, whatever the number of lineages.
 */
export const CHUNK_LENGTH = 256;

/** C, for so many categories. */
export function chunkCount(categories: number): number {
  return Math.ceil(categories / CHUNK_LENGTH);
}
