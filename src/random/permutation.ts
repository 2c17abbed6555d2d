/** A hash of the word in which every bit depends on every bit. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Where `i` below `count` (below 2³⁰) goes in the random order that eight round keys stand for.
 * Black & Rogaway 2002, doi:10.1007/3-540-45760-7_9. Twin: shaders/random/permutation.wgsl.
 */
export function permuted(i: number, count: number, roundKeys: ArrayLike<number>): number {
  let b = 1;
  while (4 ** b < count) b++;
  const mask = 2 ** b - 1;
  let at = i;
  do {
    let x = at >>> b;
    let y = at & mask;
    for (let round = 0; round < 8; round++) {
      const next = x ^ (mixed(y ^ roundKeys[round]) & mask);
      x = y;
      y = next;
    }
    at = (x << b) | y;
  } while (at >= count);
  return at;
}
