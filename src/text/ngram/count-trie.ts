/**
 * How often every n-gram of up to `order` tokens occurs, as a trie in three columns.
 *
 * Node 0 is the empty n-gram; the others follow by length, those of a length in the order of their
 * tokens. The children of node e are the nodes from children[e] up to children[e + 1].
 */
export interface CountTrie {
  /** The last token of each node. */
  readonly tokens: Uint32Array<ArrayBuffer>;
  readonly counts: Uint32Array<ArrayBuffer>;
  /** One more than there are nodes, the last of them being their number. */
  readonly children: Uint32Array<ArrayBuffer>;
}

/** Nodes that texts of so many tokens have at most. */
export function mostNodes(texts: number, T: number, order: number, vocabulary: number): number {
  let [nodes, level] = [1, 1];
  for (let k = 1; k <= order; k++) {
    level = Math.min(level * vocabulary, texts * Math.max(0, T - k + 1));
    nodes += level;
  }
  return nodes;
}

/** Counts the n-grams of texts, each of `T` tokens. No n-gram goes from one text into the next. */
export function countTrie(
  texts: Uint32Array,
  T: number,
  order: number,
  vocabulary: number,
): CountTrie {
  const sorted = sortedPlaces(texts, T, order, vocabulary);
  const levels = Array.from({ length: order + 1 }, () => ({
    tokens: [] as number[],
    counts: [] as number[],
    childCounts: [] as number[],
  }));
  levels[0].tokens.push(0);
  levels[0].counts.push(texts.length);
  levels[0].childCounts.push(0);
  let before = -1;
  let lengthBefore = 0;
  for (const place of sorted) {
    const length = Math.min(order, T - (place % T));
    let shared = 0;
    while (
      shared < Math.min(length, lengthBefore) &&
      texts[place + shared] === texts[before + shared]
    ) {
      shared++;
    }
    for (let k = 1; k <= length; k++) {
      const { tokens, counts, childCounts } = levels[k];
      if (k > shared) {
        tokens.push(texts[place + k - 1]);
        counts.push(0);
        childCounts.push(0);
        levels[k - 1].childCounts[levels[k - 1].tokens.length - 1]++;
      }
      counts[counts.length - 1]++;
    }
    before = place;
    lengthBefore = length;
  }
  const size = levels.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const trie = {
    tokens: new Uint32Array(size),
    counts: new Uint32Array(size),
    children: new Uint32Array(size + 1).fill(size),
  };
  let [node, child] = [0, 1];
  for (const { tokens, counts, childCounts } of levels) {
    trie.tokens.set(tokens, node);
    trie.counts.set(counts, node);
    for (const count of childCounts) {
      trie.children[node++] = child;
      child += count;
    }
  }
  return trie;
}

/** All places of the texts, in the order of the up to `order` tokens that begin there. */
function sortedPlaces(
  texts: Uint32Array,
  T: number,
  order: number,
  vocabulary: number,
): Uint32Array {
  let places = Uint32Array.from(texts, (_, i) => i);
  let sorted = new Uint32Array(texts.length);
  // Least important token first; an n-gram that a text cuts short comes before those it begins.
  for (let k = order - 1; k >= 0; k--) {
    const starts = new Uint32Array(vocabulary + 2);
    const keyOf = (place: number) => ((place % T) + k < T ? texts[place + k] + 1 : 0);
    for (const place of places) starts[keyOf(place) + 1]++;
    for (let key = 1; key < starts.length; key++) starts[key] += starts[key - 1];
    for (const place of places) sorted[starts[keyOf(place)]++] = place;
    [places, sorted] = [sorted, places];
  }
  return places;
}
