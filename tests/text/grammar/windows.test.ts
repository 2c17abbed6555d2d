import { describe, expect, test } from "vitest";
import { grammar as dataset } from "../../../src/datasets/grammar.ts";
import { analyzeGrammar } from "../../../src/text/grammar/analysis.ts";
import { type Notation, grammarOf } from "../../../src/text/grammar/notation.ts";
import { WindowReader } from "../../../src/text/grammar/windows.ts";

const notation: Notation = {
  s: [
    [0.5, "<n> <v>"],
    [0.2, "<n> b <s2>"],
    [0.3, "a"],
  ],
  s2: [
    [0.6, "<v> <v>"],
    [0.4, "a c <n>"],
  ],
  n: [
    [0.7, "a"],
    [0.3, "b a"],
  ],
  v: [
    [0.1, "c"],
    [0.9, "a c a"],
  ],
};
const { grammar, words } = grammarOf(notation, ["."], () => false);
const V = words.length;

/** All sentences with their probabilities, by expanding everything. */
function sentences(symbol: string): (readonly [string, number])[] {
  const total = notation[symbol].reduce((sum, [weight]) => sum + weight, 0);
  return notation[symbol].flatMap(([weight, text]) =>
    text.split(" ").reduce<(readonly [string, number])[]>(
      (made, part) => {
        const name = /^<(.+)>$/.exec(part)?.[1];
        const options = name === undefined ? ([[part, 1]] as const) : sentences(name);
        return made.flatMap(([before, p]) =>
          options.map(([own, q]) => [before + own, p * q] as const),
        );
      },
      [["", weight / total]],
    ),
  );
}

/** All windows of T tokens with their probabilities, by writing the text out from every place. */
function windows(T: number): Map<string, number> {
  const all = sentences("s").map(([text, p]) => [`${text}.`, p] as const);
  const length = all.reduce((sum, [text, p]) => sum + p * text.length, 0);
  let open = all.flatMap(([text, p]) =>
    Array.from(text, (_, place) => [text.slice(place), p / length] as const),
  );
  const found = new Map<string, number>();
  while (open.length > 0) {
    open = open.flatMap(([text, p]) => {
      if (text.length < T) return all.map(([next, q]) => [text + next, p * q] as const);
      const window = text.slice(0, T);
      found.set(window, (found.get(window) ?? 0) + p);
      return [];
    });
  }
  return found;
}

describe("the probability of a window", () => {
  const reader = new WindowReader(grammar, V, 0);
  const tokensOf = (text: string) => Uint32Array.from(text, (word) => words.indexOf(word));

  // The longest sentence has nine tokens; shorter windows may lie within one.
  test.each([1, 2, 3, 4, 7, 12])("of %i tokens is that of all ways to come upon it", (T) => {
    const all = windows(T);
    expect(all.size).toBeGreaterThan(T);
    for (const [text, p] of all) {
      if (T === 1 && text !== ".") continue;
      expect(reader.logProbability(tokensOf(text)), text).toBeCloseTo(Math.log(p), 9);
    }
  });

  test("is nothing where the text has no such place", () => {
    const possible = windows(3);
    const letters = words.flatMap((a) => words.flatMap((b) => words.map((c) => a + b + c)));
    const impossible = letters.filter((text) => !possible.has(text));
    expect(impossible.length).toBeGreaterThan(10);
    for (const text of impossible) expect(reader.logProbability(tokensOf(text))).toBe(-Infinity);
  });
});

test("windows of the built-in grammar are little harder than its text in the long run", () => {
  const T = 64;
  const facts = dataset.facts({ dialectShare: 0.1, exponent: 1, length: T, heldOut: 500 });
  const reader = new WindowReader(facts.grammar!, facts.pieces.length, 0);
  const { entropyRate } = analyzeGrammar(facts.grammar!, facts.pieces.length);
  let nats = 0;
  for (let m = 0; m < 500; m++) {
    const text = facts.heldOut.subarray(m * T, (m + 1) * T);
    nats += Math.log(facts.frequencies[text[0]]) - reader.logProbability(text);
  }
  const perToken = nats / (500 * (T - 1));
  expect(perToken).toBeGreaterThan(entropyRate * 0.99);
  expect(perToken).toBeLessThan(entropyRate * 1.03);
});
