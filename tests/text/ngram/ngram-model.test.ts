import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countTrie, mostNodes } from "../../../src/text/ngram/count-trie.ts";
import { NgramModel, type NgramState } from "../../../src/text/ngram/ngram-model.ts";
import { scatteredWord } from "../../support/agree.ts";
import { chiSquareScore } from "../../support/chi-square.ts";

const V = 5;
const T = 7;
const texts = fc
  .array(fc.array(fc.integer({ min: 0, max: V - 2 }), { minLength: T, maxLength: T }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((rows) => Uint32Array.from(rows.flat()));
const order = fc.integer({ min: 1, max: 5 });
const added = fc.constantFrom(null, 0, 0.5);
const context = fc.array(fc.integer({ min: 0, max: V - 1 }), { maxLength: 6 });
const numRuns = { numRuns: 300, seed: 1 };

interface Options {
  readonly order?: number;
  readonly added?: number | null;
  readonly temperature?: number;
}

const modelOf = (tokens: Uint32Array, { order = 3, added = null, temperature = 1 }: Options = {}) =>
  new NgramModel(countTrie(tokens, T, order, V), { order, vocabulary: V, added, temperature });

const stateAfter = (model: NgramModel, tokens: readonly number[]) =>
  tokens.reduce<NgramState>((state, token) => model.after(state, token), model.start);

const distribution = (model: NgramModel, tokens: readonly number[]) => {
  const state = stateAfter(model, tokens);
  return Array.from({ length: V }, (_, token) => model.probability(state, token));
};

/** How often `gram` occurs, by looking everywhere. */
function occurrences(tokens: Uint32Array, gram: readonly number[]): number {
  let count = 0;
  for (let place = 0; place < tokens.length; place++) {
    if ((place % T) + gram.length > T) continue;
    if (gram.every((token, i) => tokens[place + i] === token)) count++;
  }
  return count;
}

/** All tokens. */
const ALL = Array.from({ length: V }, (_, token) => token);

/** Interpolated Kneser-Ney as the papers write it. */
function kneserNey(tokens: Uint32Array, given: readonly number[], order: number): number[] {
  const counted = (gram: readonly number[], isWhole: boolean) =>
    isWhole
      ? occurrences(tokens, gram)
      : ALL.filter((token) => occurrences(tokens, [token, ...gram]) > 0).length;
  const grams = (length: number): number[][] =>
    length === 0 ? [[]] : grams(length - 1).flatMap((gram) => ALL.map((token) => [...gram, token]));
  const discount = (length: number, isWhole: boolean) => {
    const counts = grams(length).map((gram) => counted(gram, isWhole));
    const n1 = counts.filter((count) => count === 1).length;
    const n2 = counts.filter((count) => count === 2).length;
    return n1 === 0 || n2 === 0 ? 0.5 : n1 / (n1 + 2 * n2);
  };
  const of = (context: readonly number[], isWhole: boolean): number[] => {
    const shorter = () =>
      context.length === 0 ? ALL.map(() => 1 / V) : of(context.slice(1), false);
    const counts = ALL.map((token) => counted([...context, token], isWhole));
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return shorter();
    const D = discount(context.length + 1, isWhole);
    const kinds = counts.filter((count) => count > 0).length;
    const rest = shorter();
    return counts.map(
      (count, token) => Math.max(0, count - D) / total + ((D * kinds) / total) * rest[token],
    );
  };
  return of(given.slice(Math.max(0, given.length - order + 1)), true);
}

describe("the trie", () => {
  test("has every n-gram once, and how often it occurs", () => {
    fc.assert(
      fc.property(texts, order, (tokens, most) => {
        const trie = countTrie(tokens, T, most, V);
        const size = trie.tokens.length;
        expect(trie.children[size]).toBe(size);
        expect(size).toBeLessThanOrEqual(mostNodes(tokens.length / T, T, most, V));
        let found = 0;
        const visit = (node: number, gram: readonly number[]) => {
          found++;
          expect(trie.counts[node]).toBe(occurrences(tokens, gram));
          for (let child = trie.children[node]; child < trie.children[node + 1]; child++) {
            if (child > trie.children[node]) {
              expect(trie.tokens[child]).toBeGreaterThan(trie.tokens[child - 1]);
            }
            visit(child, [...gram, trie.tokens[child]]);
          }
        };
        visit(0, []);
        expect(found).toBe(size);
        const kinds = new Set<string>();
        for (let place = 0; place < tokens.length; place++) {
          for (let k = 0; k <= most && (place % T) + k <= T; k++) {
            kinds.add(tokens.subarray(place, place + k).join());
          }
        }
        expect(size).toBe(kinds.size);
      }),
      numRuns,
    );
  });
});

describe("probabilities", () => {
  test("sum to 1 in every context, seen or not", () => {
    const temperature = fc.constantFrom(1, 0.3, 4);
    fc.assert(
      fc.property(texts, order, added, temperature, context, (tokens, n, k, T, given) => {
        const all = distribution(modelOf(tokens, { order: n, added: k, temperature: T }), given);
        expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
        expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      }),
      numRuns,
    );
  });

  test("of order 1 that adds nothing are the frequencies", () => {
    fc.assert(
      fc.property(texts, context, (tokens, given) => {
        const all = distribution(modelOf(tokens, { order: 1, added: 0 }), given);
        for (const [token, p] of all.entries()) {
          expect(p).toBeCloseTo(occurrences(tokens, [token]) / tokens.length, 12);
        }
      }),
      numRuns,
    );
  });

  test("that add k are (count + k) / (total + k V), in the longest context that occurs", () => {
    fc.assert(
      fc.property(texts, order, context, (tokens, n, given) => {
        const all = distribution(modelOf(tokens, { order: n, added: 0.5 }), given);
        let longest = given.slice(Math.max(0, given.length - n + 1));
        const follows = () => ALL.map((token) => occurrences(tokens, [...longest, token]));
        while (follows().every((count) => count === 0)) longest = longest.slice(1);
        const total = follows().reduce((sum, count) => sum + count, 0);
        for (const [token, count] of follows().entries()) {
          expect(all[token]).toBeCloseTo((count + 0.5) / (total + 0.5 * V), 12);
        }
      }),
      numRuns,
    );
  });

  test("by Kneser-Ney are those of the papers", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 3 }), context, (tokens, n, given) => {
        const all = distribution(modelOf(tokens, { order: n }), given);
        const expected = kneserNey(tokens, given, n);
        for (const token of ALL) expect(all[token]).toBeCloseTo(expected[token], 12);
        // Nothing is impossible, not even what was never read.
        expect(Math.min(...all)).toBeGreaterThan(0);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  test("at a temperature are p^(1/T), and at the lowest the most probable token", () => {
    const tokens = Uint32Array.of(0, 1, 0, 2, 0, 1, 3);
    const neutral = distribution(modelOf(tokens), [0]);
    const cold = distribution(modelOf(tokens, { temperature: 0.5 }), [0]);
    const squares = neutral.map((p) => p * p);
    const sum = squares.reduce((total, p) => total + p, 0);
    for (const token of ALL) expect(cold[token]).toBeCloseTo(squares[token] / sum, 12);
    expect(distribution(modelOf(tokens, { temperature: 0.001 }), [0])[1]).toBeCloseTo(1, 12);
    const hard = distribution(modelOf(tokens, { added: 0, temperature: 20 }), [0]);
    expect(hard.map((p) => p > 0)).toEqual([false, true, true, false, false]);
  });
});

describe("draws", () => {
  const tokens = Uint32Array.from([0, 1, 0, 2, 0, 1, 3, 0, 1, 1, 2, 0, 1, 2, 3, 3, 0, 0, 1, 2, 2]);
  const cases: readonly (readonly [string, Options, readonly number[]])[] = [
    ["Kneser-Ney", {}, [0, 1]],
    ["Kneser-Ney at a beginning", {}, []],
    ["Kneser-Ney in an unknown context", {}, [4, 4]],
    ["add-k", { added: 0.3 }, [0]],
    ["nothing added", { added: 0, order: 2 }, [1]],
    ["cold", { temperature: 0.6 }, [0]],
    ["warm", { added: 0.1, temperature: 3 }, [2]],
  ];
  test.each(cases)("follow the probabilities: %s", (_name, options, given) => {
    const model = modelOf(tokens, options);
    const state = stateAfter(model, given);
    const counts = new Uint32Array(V);
    // Quantiles of a lattice: each call of a draw takes the next coordinate (Kronecker, 1884).
    const steps = [Math.SQRT2, Math.sqrt(3), Math.sqrt(5), Math.sqrt(7), Math.sqrt(11)];
    for (let i = 0; i < 50_000; i++) {
      let call = 0;
      counts[model.draw(state, () => (i * steps[call++]) % 1)]++;
    }
    const p = distribution(model, given);
    for (const token of ALL) expect(Math.abs(counts[token] / 50_000 - p[token])).toBeLessThan(2e-3);
    expect(Math.abs(counts.filter((count) => count > 0).length)).toBe(
      p.filter((x) => x > 0).length,
    );
    expect(chiSquareScore(counts, p)).toBeLessThan(4);
  });

  test.each([
    { often: 0.3, draws: "draws again" },
    { often: 0.999, draws: "looks at all others" },
  ])("of the others alone, and $draws", ({ often }) => {
    const model = modelOf(tokens, { added: 0.3 });
    const state = stateAfter(model, [0]);
    // Whatever is drawn, so often it is the forbidden token first.
    const forbidden = 1;
    const drawn = model.draw.bind(model);
    model.draw = (at, uniform) => (uniform() < often ? forbidden : drawn(at, uniform));
    const counts = new Uint32Array(V);
    let call = 0;
    const uniform = () => scatteredWord(call++) / 2 ** 32;
    for (let i = 0; i < 4000; i++) counts[model.drawOther(state, forbidden, uniform)]++;
    expect(counts[forbidden]).toBe(0);
    const p = distribution(model, [0]);
    const others = p.map((x, token) => (token === forbidden ? 0 : x / (1 - p[forbidden])));
    expect(chiSquareScore(counts, others)).toBeLessThan(4);
  });

  test("of any other where the model knows only what is forbidden", () => {
    const model = modelOf(new Uint32Array(21).fill(2), { added: 0 });
    let i = 0;
    const uniform = () => (i++ % 97) / 97;
    const written = Array.from({ length: 200 }, () => model.drawOther(model.start, 2, uniform));
    expect(new Set(written)).toEqual(new Set(ALL.filter((token) => token !== 2)));
  });
});
