import { describe, expect, test } from "vitest";
import { grammar as dataset } from "../../../src/datasets/grammar.ts";
import { ConfigError } from "../../../src/errors.ts";
import {
  analyzeGrammar,
  grammarDivergence,
  refitGrammar,
} from "../../../src/text/grammar/analysis.ts";
import { grammarOf } from "../../../src/text/grammar/notation.ts";
import { GrammarParser, countRules } from "../../../src/text/grammar/parse.ts";
import { wholeSentences } from "../../../src/text/grammar/sentences.ts";
import { grammarTables } from "../../../src/text/grammar/tables.ts";
import * as lexicon from "../../../src/text/grammar/words.ts";
import { decodeTokens } from "../../../src/token-text.ts";

const config = { dialectShare: 0.1, exponent: 1, length: 40_000, heldOut: 2 };
const facts = dataset.facts(config);
const grammar = facts.grammar!;
const V = facts.pieces.length;
const parser = new GrammarParser(grammar);

/** Whole sentences, without their ends: those between two ends. */
const sentences = tokensOf(facts.heldOut, config.length);

function tokensOf(texts: Uint32Array, T: number): Uint32Array[] {
  return wholeSentences(texts, T, 0).map(({ tokens }) => tokens);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const errorOf = (values: readonly number[]) => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)) / values.length);
};

/** Within four standard errors, which are less than a fiftieth of it. */
function expectMean(values: readonly number[], expected: number) {
  expect(errorOf(values)).toBeLessThan(Math.abs(expected) / 50);
  expect(Math.abs(meanOf(values) - expected)).toBeLessThan(4 * errorOf(values));
}

describe("the built-in grammar", () => {
  test("has some 9,000 sentences here, and each can be read in one way only", () => {
    expect(sentences.length).toBeGreaterThan(8500);
    expect(new Set(sentences.map((sentence) => parser.parse(sentence)?.ways))).toEqual(
      new Set([1]),
    );
  });

  test("has the entropy, the length and the words that follow from its rules", () => {
    const analysis = analyzeGrammar(grammar, V);
    const surprise = sentences.map((sentence) => -parser.parse(sentence)!.logProbability);
    expectMean(surprise, analysis.entropy);
    expectMean(
      sentences.map(({ length }) => length + 1),
      analysis.length,
    );
    expect(facts.frequencies.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(facts.frequencies.every((p) => p > 0)).toBe(true);
    for (const word of ["map", "yon", "because", "peculiar"]) {
      const token = facts.pieces.findIndex((_, i) => decodeTokens(facts, [i]) === word);
      const counts = sentences.map((sentence) => sentence.filter((one) => one === token).length);
      expect(Math.abs(meanOf(counts) - analysis.tokens[token])).toBeLessThan(4 * errorOf(counts));
    }
    expect(analysis.entropyRate).toBeCloseTo(analysis.entropy / analysis.length, 12);
  });

  test("lets verbs agree with their subjects", () => {
    const read = (text: string) => {
      const tokens = text
        .split(" ")
        .map((word) => facts.pieces.findIndex((_, i) => decodeTokens(facts, [i]) === word));
      expect(tokens).not.toContain(-1);
      return parser.parse(tokens);
    };
    expect(read("the clerk sleeps")?.ways).toBe(1);
    expect(read("the clerks near the well sleep")?.ways).toBe(1);
    expect(read("the clerk near the wells sleeps because both the child and Mara sleep")).toBe(
      null,
    );
    expect(read("the clerk sleep")).toBe(null);
    expect(read("the clerks near the well sleeps")).toBe(null);
    expect(read("a clerks sleep")).toBe(null);
    expect(read("yon lass kens t' map")).toBe(null);
    expect(read("yon lass t' map kens")?.ways).toBe(1);
    expect(read("the clerk")).toBe(null);
    expect(parser.parse([])).toBe(null);
  });

  test("says so much in the dialect, and its word in no other sentence", () => {
    const yon = facts.pieces.findIndex((_, i) => decodeTokens(facts, [i]) === "yon");
    const said = sentences.filter((sentence) => sentence.includes(yon));
    const share = said.length / sentences.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / sentences.length));
    const dialect = grammar.symbols.findIndex(({ name }) => name === "dialect");
    const counts = countRules(parser, said)!;
    expect(counts[dialect].reduce((sum, count) => sum + count, 0)).toBe(said.length);
  });

  test("has each word in one kind only, and no vowel after a", () => {
    const { people, things, doing, doingTo, saying, dialectNouns, dialectDoing, dialectDoingTo } =
      lexicon;
    const all = [
      ...[people, things, doing, doingTo, saying, dialectNouns, dialectDoing, dialectDoingTo].flat(
        2,
      ),
      ...[lexicon.qualities, lexicon.manners, lexicon.places, lexicon.names].flat(),
      ...lexicon.dialectQualities,
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(V).toBeLessThanOrEqual(256);
    const afterA = [...people.flat(), ...things.flat(), ...lexicon.qualities];
    expect(afterA.filter((word) => /^[aeiou]/.test(word))).toEqual([]);
  });

  test.each([0, 1])("with a dialect share of %i has one language only", (dialectShare) => {
    const one = dataset.facts({ ...config, dialectShare, heldOut: 1, length: 5000 });
    const reader = new GrammarParser(one.grammar!);
    const yon = one.pieces.findIndex((_, i) => decodeTokens(one, [i]) === "yon");
    const said = tokensOf(one.heldOut, 5000);
    for (const sentence of said) {
      expect(sentence.includes(yon)).toBe(dialectShare === 1);
      expect(reader.parse(sentence)?.ways).toBe(1);
    }
    expect(one.frequencies[yon] > 0).toBe(dialectShare === 1);
  });
});

test("short windows show the sentences of the text, by their weights", () => {
  // As many windows as make the long and the short sentences count.
  const T = 37;
  const windows = dataset.facts({ ...config, length: T, heldOut: 10_000 });
  const { length, tokens } = analyzeGrammar(grammar, V);
  const found = wholeSentences(windows.heldOut, T, 0);
  const mean = (of: (sentence: Uint32Array) => number, weighted: boolean) => {
    const weights = found.map(({ weight }) => (weighted ? weight : 1));
    const sum = weights.reduce((a, b) => a + b, 0);
    return found.reduce((total, one, i) => total + weights[i] * of(one.tokens), 0) / sum;
  };
  expect(mean((one) => one.length + 1, true)).toBeCloseTo(length, 1);
  expect(Math.abs(mean((one) => one.length + 1, false) - length)).toBeGreaterThan(0.5);
  const because = facts.pieces.findIndex((_, i) => decodeTokens(facts, [i]) === "because");
  const often = (one: Uint32Array) => one.filter((token) => token === because).length;
  expect(Math.abs(mean(often, true) - tokens[because])).toBeLessThan(0.006);
  expect(wholeSentences(Uint32Array.of(5, 0, 6, 7, 0, 8, 0), 7, 0)).toEqual([
    { tokens: Uint32Array.of(6, 7), weight: 7 / 4 },
    { tokens: Uint32Array.of(8), weight: 7 / 5 },
  ]);
});

describe("divergence", () => {
  test("is what the sentences of one grammar say of another", () => {
    const other = dataset.facts({ ...config, dialectShare: 0.2, exponent: 0.9, heldOut: 1 });
    const exact = grammarDivergence(grammar, other.grammar!, V);
    const reader = new GrammarParser(other.grammar!);
    const ratios = sentences.map(
      (sentence) => parser.parse(sentence)!.logProbability - reader.parse(sentence)!.logProbability,
    );
    expect(Math.abs(meanOf(ratios) - exact)).toBeLessThan(4 * errorOf(ratios));
    expect(errorOf(ratios)).toBeLessThan(exact / 10);
    expect(grammarDivergence(grammar, grammar, V)).toBe(0);
  });

  test("to a refit is that of the sentences it was fitted to", () => {
    const some = sentences.slice(0, 300);
    const refit = refitGrammar(grammar, countRules(parser, some)!);
    const reader = new GrammarParser(refit);
    // What a refit expects of each rule is what was counted (Chi & Geman 1998, aclanthology.org/J98-2005).
    const mean = meanOf(
      some.map((one) => reader.parse(one)!.logProbability - parser.parse(one)!.logProbability),
    );
    expect(grammarDivergence(refit, grammar, V)).toBeCloseTo(mean, 9);
  });
});

describe("other grammars", () => {
  const recursive = {
    s: [
      [0.4, "a <s>"],
      [0.6, "a"],
    ],
  } as const;
  const ambiguous = {
    s: [
      [0.25, "<t> <t>"],
      [0.75, "<t>"],
    ],
    t: [
      [0.5, "a"],
      [0.3, "a a"],
      [0.2, "a a a"],
    ],
  } as const;

  test("with recursion have geometric lengths", () => {
    const { grammar: geometric } = grammarOf(recursive, ["."], () => false);
    const { tokens, entropy, freeParameters } = analyzeGrammar(geometric, 2);
    expect(tokens[1]).toBeCloseTo(1 / 0.6, 12);
    const perToken = -0.4 * Math.log(0.4) - 0.6 * Math.log(0.6);
    expect(entropy).toBeCloseTo(perToken / 0.6, 12);
    expect(freeParameters).toBe(1);
    const reading = new GrammarParser(geometric).parse([1, 1, 1])!;
    expect(reading.logProbability).toBeCloseTo(Math.log(0.4 ** 2 * 0.6), 12);
    expect(() => grammarTables(geometric)).toThrow(ConfigError);
  });

  test("that are ambiguous have the probability of all ways together", () => {
    const reader = new GrammarParser(grammarOf(ambiguous, ["."], () => false).grammar);
    const [one, two, three] = [0.5, 0.3, 0.2];
    const twice = (length: number) => Array.from({ length }, () => 1);
    const four = 0.25 * (two * two + 2 * one * three);
    expect(reader.parse(twice(4))).toMatchObject({ ways: 3 });
    expect(reader.parse(twice(4))!.logProbability).toBeCloseTo(Math.log(four), 12);
    expect(reader.parse(twice(3))!.ways).toBe(3);
    const threes = 0.75 * three + 0.25 * 2 * one * two;
    expect(reader.parse(twice(3))!.logProbability).toBeCloseTo(Math.log(threes), 12);
    expect(reader.parse(twice(7))).toBe(null);
  });

  test("have thresholds that no rule without probability is within", () => {
    const weights = [0, 1, 0, 3, 0];
    const rules = weights.map((weight) => [weight, "a"] as const);
    const { thresholds } = grammarTables(grammarOf({ s: rules }, ["."], () => false).grammar);
    // Bits from 1 on choose the first rule whose threshold they do not exceed.
    expect([...thresholds]).toEqual([0, 2 ** 30 - 1, 2 ** 30 - 1, 2 ** 32 - 1, 2 ** 32 - 1]);
  });

  test("too deep for the shader are refused", () => {
    const deep = { s: [[1, `<t>${" a".repeat(70)}`]], t: [[1, "a"]] } as const;
    expect(() => grammarTables(grammarOf(deep, ["."], () => false).grammar)).toThrow(/71 symbols/);
  });
});
