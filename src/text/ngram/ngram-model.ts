import type { CountTrie } from "./count-trie.ts";

export interface NgramOptions {
  readonly order: number;
  readonly vocabulary: number;
  /** What is added to every count, or null for interpolated Kneser-Ney smoothing. */
  readonly added: number | null;
  /** Distributions follow p^(1/temperature). */
  readonly temperature: number;
}

/** What a model remembers of a text: the longest n-gram of its end that the model knows. */
export interface NgramState {
  readonly node: number;
  /** Tokens that came before, at most order - 1 of them. */
  readonly seen: number;
}

/** Draws of a forbidden token, after which all others are looked at one by one. */
const MOST_DRAWS = 32;
/** Numbers that distributions of a temperature may keep for their next use. */
const MOST_KEPT = 2 ** 22;

/**
 * An n-gram language model over counts. A context that never occurred is shortened; one at the
 * beginning of a text is as short as it is.
 *
 * Kneser-Ney takes D off every count, gives what it took to the shorter context in proportion to
 * how many tokens n-grams of it follow, and in the end to all tokens alike. D = n₁ / (n₁ + 2 n₂) for
 * each length, with n₁ and n₂ n-grams that occur once and twice; ½ where there are none of either.
 * Kneser & Ney 1995, doi:10.1109/ICASSP.1995.479394; as interpolated by Chen & Goodman 1999,
 * doi:10.1006/csla.1999.0128.
 */
export class NgramModel {
  readonly #trie: CountTrie;
  readonly #options: NgramOptions;
  readonly #levels: Uint8Array;
  /** The node without its first token. */
  readonly #suffixes: Uint32Array;
  /** Sums of all counts before a node; of all continuations; and of nodes that have any. */
  readonly #countsBefore: Float64Array;
  readonly #continuationsBefore: Float64Array;
  readonly #continuedBefore: Float64Array;
  /** By the length of the n-gram: of counts, and of continuations. */
  readonly #discounts: readonly [counts: Float64Array, continuations: Float64Array];
  readonly #kept = new Map<number, Float64Array>();

  constructor(trie: CountTrie, options: NgramOptions) {
    this.#trie = trie;
    this.#options = options;
    this.#levels = levelsOf(trie);
    this.#suffixes = this.#findSuffixes();
    const size = trie.tokens.length;
    const continuations = new Uint32Array(size);
    for (let node = 1; node < size; node++) {
      if (this.#levels[node] > 1) continuations[this.#suffixes[node]]++;
    }
    this.#countsBefore = sumsBefore(trie.counts);
    this.#continuationsBefore = sumsBefore(continuations);
    this.#continuedBefore = sumsBefore(continuations.map((count) => Math.min(1, count)));
    const discounts = (counts: Uint32Array) => discountsOf(counts, this.#levels, options.order);
    this.#discounts = [discounts(trie.counts), discounts(continuations)];
  }

  get start(): NgramState {
    return { node: 0, seen: 0 };
  }

  after({ node, seen }: NgramState, token: number): NgramState {
    const { order } = this.#options;
    let from = node;
    let next = this.#child(from, token);
    while (next === 0 && from !== 0) {
      from = this.#suffixes[from];
      next = this.#child(from, token);
    }
    return {
      node: this.#levels[next] === order ? this.#suffixes[next] : next,
      seen: Math.min(seen + 1, order - 1),
    };
  }

  /** Of a token, given what came before it. */
  probability(state: NgramState, token: number): number {
    const { vocabulary, temperature } = this.#options;
    if (temperature !== 1) {
      const upTo = this.#tempered(state);
      return upTo[token] - (token === 0 ? 0 : upTo[token - 1]);
    }
    let [probability, rest] = [0, 1];
    for (
      let { node, isWhole } = this.#begin(state);
      ;
      node = this.#suffixes[node], isWhole = false
    ) {
      const { total, share, discount, added } = this.#counts(node, isWhole);
      if (total > 0) {
        const child = this.#child(node, token);
        const count = child === 0 ? 0 : this.#sum(child, child + 1, isWhole);
        probability += (rest * Math.max(0, count - discount)) / (total + added * vocabulary);
        rest *= share;
        if (this.#options.added !== null) return probability + rest / vocabulary;
      }
      if (node === 0) return probability + rest / vocabulary;
    }
  }

  /** A token, by numbers that are even over [0, 1). */
  draw(state: NgramState, uniform: () => number): number {
    const { vocabulary, temperature } = this.#options;
    if (temperature !== 1) {
      const upTo = this.#tempered(state);
      return firstAbove(0, vocabulary - 1, uniform(), (token) => upTo[token]);
    }
    for (
      let { node, isWhole } = this.#begin(state);
      ;
      node = this.#suffixes[node], isWhole = false
    ) {
      const { total, share, discount } = this.#counts(node, isWhole);
      if (total > 0) {
        const { children } = this.#trie;
        const [first, end] = [children[node], children[node + 1]];
        const mass = this.#mass(first, end, isWhole, discount);
        // The part of [0, 1) that stays here is stretched over the children.
        const place = uniform();
        if (place >= share) {
          const target = ((place - share) / (1 - share)) * mass;
          const child = firstAbove(first, end - 1, target, (one) =>
            this.#mass(first, one + 1, isWhole, discount),
          );
          return this.#trie.tokens[child];
        }
        if (this.#options.added !== null) break;
      }
      if (node === 0) break;
    }
    return Math.floor(uniform() * vocabulary);
  }

  /** A token other than `forbidden`, in proportion to what is left, or any where that is nothing. */
  drawOther(state: NgramState, forbidden: number | null, uniform: () => number): number {
    for (let i = 0; i < MOST_DRAWS; i++) {
      const token = this.draw(state, uniform);
      if (token !== forbidden) return token;
    }
    const { vocabulary } = this.#options;
    const upTo = new Float64Array(vocabulary);
    for (let token = 0; token < vocabulary; token++) {
      const own = token === forbidden ? 0 : this.probability(state, token);
      upTo[token] = own + (token === 0 ? 0 : upTo[token - 1]);
    }
    const rest = upTo[vocabulary - 1];
    if (rest > 0) return firstAbove(0, vocabulary - 1, rest * uniform(), (token) => upTo[token]);
    const other = Math.floor(uniform() * (vocabulary - 1));
    return other + (other >= forbidden! ? 1 : 0);
  }

  /** Where to begin, and whether that is all of the context. */
  #begin({ node, seen }: NgramState): { node: number; isWhole: boolean } {
    if (this.#options.added === null) return { node, isWhole: this.#levels[node] === seen };
    let from = node;
    while (from !== 0 && this.#total(from, true) === 0) from = this.#suffixes[from];
    return { node: from, isWhole: true };
  }

  /** What a node's children count for, and the share that goes to the shorter context instead. */
  #counts(node: number, isWhole: boolean) {
    const total = this.#total(node, isWhole);
    const { added, vocabulary } = this.#options;
    if (added !== null) {
      const share = (added * vocabulary) / (total + added * vocabulary);
      return { total, share, discount: 0, added };
    }
    const discount = this.#discounts[isWhole ? 0 : 1][this.#levels[node] + 1];
    const { children } = this.#trie;
    const [first, end] = [children[node], children[node + 1]];
    const kinds = isWhole ? end - first : this.#continuedBefore[end] - this.#continuedBefore[first];
    return { total, share: (discount * kinds) / total, discount, added: 0 };
  }

  #total(node: number, isWhole: boolean): number {
    const { children } = this.#trie;
    return this.#sum(children[node], children[node + 1], isWhole);
  }

  #sum(first: number, end: number, isWhole: boolean): number {
    const before = isWhole ? this.#countsBefore : this.#continuationsBefore;
    return before[end] - before[first];
  }

  /** Of siblings, after the discount. */
  #mass(first: number, end: number, isWhole: boolean, discount: number): number {
    const kinds = isWhole ? end - first : this.#continuedBefore[end] - this.#continuedBefore[first];
    return this.#sum(first, end, isWhole) - discount * kinds;
  }

  /** [V]: sums of p^(1/temperature) up to each token, over their whole. */
  #tempered(state: NgramState): Float64Array {
    const { node, isWhole } = this.#begin(state);
    const key = 2 * node + (isWhole ? 1 : 0);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const { vocabulary, temperature } = this.#options;
    const neutral = this.#neutral();
    const upTo = Float64Array.from({ length: vocabulary }, (_, token) =>
      Math.log(neutral.probability(state, token)),
    );
    // Relative to the largest, so that the smallest temperature leaves something.
    const most = upTo.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let token = 0; token < vocabulary; token++) {
      sum += Math.exp((upTo[token] - most) / temperature);
      upTo[token] = sum;
    }
    for (let token = 0; token < vocabulary; token++) upTo[token] /= sum;
    if (this.#kept.size * vocabulary > MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, upTo);
    return upTo;
  }

  #neutralModel: NgramModel | null = null;

  #neutral(): NgramModel {
    this.#neutralModel ??= new NgramModel(this.#trie, { ...this.#options, temperature: 1 });
    return this.#neutralModel;
  }

  /** The child of a node with a token; 0 where there is none. */
  #child(node: number, token: number): number {
    const { tokens, children } = this.#trie;
    let [first, end] = [children[node], children[node + 1]];
    while (first < end) {
      const middle = (first + end) >> 1;
      if (tokens[middle] < token) first = middle + 1;
      else end = middle;
    }
    return first < children[node + 1] && tokens[first] === token ? first : 0;
  }

  #findSuffixes(): Uint32Array {
    const { tokens, children } = this.#trie;
    const suffixes = new Uint32Array(tokens.length);
    for (let node = 1; node < tokens.length; node++) {
      for (let child = children[node]; child < children[node + 1]; child++) {
        suffixes[child] = this.#child(suffixes[node], tokens[child]);
      }
    }
    return suffixes;
  }
}

function levelsOf({ tokens, children }: CountTrie): Uint8Array {
  const levels = new Uint8Array(tokens.length);
  for (let node = 0; node < tokens.length; node++) {
    levels.fill(levels[node] + 1, children[node], children[node + 1]);
  }
  return levels;
}

function sumsBefore(counts: Uint32Array): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  for (const [i, count] of counts.entries()) sums[i + 1] = sums[i] + count;
  return sums;
}

function discountsOf(counts: Uint32Array, levels: Uint8Array, order: number): Float64Array {
  const once = new Float64Array(order + 2);
  const twice = new Float64Array(order + 2);
  for (const [node, count] of counts.entries()) {
    if (count === 1) once[levels[node]]++;
    if (count === 2) twice[levels[node]]++;
  }
  return once.map((n1, level) => {
    const n2 = twice[level];
    return n1 === 0 || n2 === 0 ? 0.5 : n1 / (n1 + 2 * n2);
  });
}

/** The first of first … last whose value is above the target; the last where none is. */
function firstAbove(
  first: number,
  last: number,
  target: number,
  valueOf: (place: number) => number,
): number {
  let [from, to] = [first, last];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (valueOf(middle) > target) to = middle;
    else from = middle + 1;
  }
  return from;
}
