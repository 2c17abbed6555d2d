import { expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { grammar as dataset } from "../../src/datasets/grammar.ts";
import type { ClosedForms, TokenFacts } from "../../src/distribution.ts";
import { metrics } from "../../src/metrics/index.ts";
import type { Metric } from "../../src/metrics/metric.ts";
import { analyzeGrammar, grammarDivergence } from "../../src/text/grammar/analysis.ts";
import { dialectMarks } from "../../src/text/grammar/dialect.ts";
import { WindowReader } from "../../src/text/grammar/windows.ts";
import { decodeTokens } from "../../src/token-text.ts";
import { cpu } from "../support/backends.ts";
import { contextFor } from "../support/contexts.ts";

const T = 64;
const config = { dialectShare: 0.1, exponent: 1, length: T, heldOut: 3000 };
const facts = dataset.facts(config);
const other = dataset.facts({ ...config, dialectShare: 0.3, exponent: 0.9 });
const tokenOf = new Map(facts.pieces.map((_, token) => [decodeTokens(facts, [token]), token]));

async function measured(name: string, texts: readonly Uint32Array[]): Promise<Float32Array> {
  using scope = cpu.scope("test");
  const L = texts.length;
  const space = { kind: "tokens", vocabulary: facts.pieces.length, length: T, start: 0 } as const;
  const context: Context = contextFor(cpu, scope, { lineages: L, space });
  const N = texts[0].length / T;
  const all = new Uint32Array(L * N * T);
  for (const [l, own] of texts.entries()) all.set(own, l * N * T);
  const values = scope.tensor("texts", "u32", [L, N, T], all);
  const seen = {
    real: { facts },
    current: { samples: { values, rows: N, birth: 1, frame: null } },
  };
  const metric = (metrics as ReadonlyMap<string, Metric>).get(name)!;
  const [numbers] = await cpu.read(await metric.measure(context, seen as never, {}));
  return numbers;
}

/** The sentences, each in windows of its own, filled up with ends. */
function windows(sentences: readonly string[]): Uint32Array {
  const texts = new Uint32Array(sentences.length * T);
  for (const [n, sentence] of sentences.entries()) {
    const tokens = sentence.split(" ").map((word) => tokenOf.get(word) ?? NaN);
    expect(tokens).not.toContain(NaN);
    texts.set(tokens, n * T + 1);
  }
  return texts;
}

test("of the grammar's own text all is as it should be", async () => {
  const texts = [facts.heldOut, other.heldOut];
  expect(await measured("grammatical-share", texts)).toEqual(Float32Array.of(1, 1));
  const shares = await measured("dialect-share", texts);
  // Some 20,000 sentences.
  expect(Math.abs(shares[0] - 0.1)).toBeLessThan(4 * Math.sqrt(0.1 / 15_000));
  expect(Math.abs(shares[1] - 0.3)).toBeLessThan(4 * Math.sqrt(0.3 / 15_000));
  const [none, some] = await measured("grammar-kl", texts);
  const { freeParameters } = analyzeGrammar(facts.grammar!, facts.pieces.length);
  expect(none).toBeLessThan((1.5 * freeParameters) / (2 * 15_000));
  const exact = grammarDivergence(other.grammar!, facts.grammar!, facts.pieces.length);
  expect(exact).toBeGreaterThan(0.1);
  expect(Math.abs(some - exact)).toBeLessThan(0.1 * exact);
});

test("shares are of whole sentences", async () => {
  const texts = windows([
    "the clerk sleeps",
    "the clerk sleep",
    "yon bairn greets",
    "yon yon yon",
    "the clerk sleeps yon",
    "the clerks sleep",
  ]);
  // Between the ends that fill a window lie empty sentences, which no grammar makes.
  const empty = (length: number) => (T / (T - 1)) * (T - 2 - length);
  const weight = T / (T - 4);
  const sentences = 5 * (weight + empty(3)) + T / (T - 5) + empty(4);
  const [dialect] = await measured("dialect-share", [texts]);
  expect(dialect).toBeCloseTo((2 * weight) / sentences, 5);
  const [grammatical] = await measured("grammatical-share", [texts]);
  expect(grammatical).toBeCloseTo((3 * weight) / sentences, 5);
});

test("where there is no sentence there is no share, and no divergence", async () => {
  const texts = [new Uint32Array(2 * T).fill(5)];
  expect(await measured("dialect-share", texts)).toEqual(Float32Array.of(0));
  expect(await measured("grammatical-share", texts)).toEqual(Float32Array.of(0));
  expect(await measured("grammar-kl", texts)).toEqual(Float32Array.of(NaN));
});

test("the words of the dialect are those of no other sentence", () => {
  const marks = dialectMarks(facts.grammar!, facts.pieces.length);
  for (const [word, mark] of [
    ["yon", 1],
    ["bairn", 1],
    ["map", -1],
    ["the", -1],
    [".\n", 0],
  ] as const) {
    expect(marks[tokenOf.get(word)!]).toBe(mark);
  }
});

test("without a grammar they are refused", () => {
  const without: TokenFacts = { ...facts, grammar: null };
  for (const name of ["grammar-kl", "grammatical-share", "dialect-share", "excess-loss"]) {
    const metric = (metrics as ReadonlyMap<string, Metric>).get(name)!;
    expect(metric.refuses!(without, true, {})).toMatch(/whose grammar is known/);
    expect(metric.refuses!(facts, true, {})).toBe(null);
  }
});

test("excess loss is what a model knows less than the grammar", async () => {
  using scope = cpu.scope("test");
  const [L, M] = [2, 300];
  const space = { kind: "tokens", vocabulary: facts.pieces.length, length: T, start: 0 } as const;
  const context = contextFor(cpu, scope, { lineages: L, space });
  const reader = new WindowReader(facts.grammar!, facts.pieces.length, 0);
  // Lineage 0 knows every text but for a nat in all; lineage 1 counts all tokens as alike.
  const surprise: ClosedForms["surprise"] = async ({ backend }, texts) => {
    const [, N] = texts.shape;
    const nats = new Float32Array(L * N * T).fill(Math.log(245));
    const [tokens] = await backend.read(texts);
    for (let n = 0; n < N; n++) {
      const text = tokens.subarray(n * T, (n + 1) * T);
      nats.fill(0, n * T, (n + 1) * T);
      nats[n * T + 1] = 1 + Math.log(facts.frequencies[text[0]]) - reader.logProbability(text);
      nats[(N + n) * T] = 0;
    }
    return scope.tensor("nats", "f32", [L, N, T], nats);
  };
  const heldOut = scope.tensor("held-out", "u32", [1, M, T], facts.heldOut.slice(0, M * T));
  const seen = {
    real: { facts, heldOut },
    current: { surprise, samples: { values: heldOut, rows: M, birth: 1, frame: null } },
  };
  const metric = (metrics as ReadonlyMap<string, Metric>).get("excess-loss")!;
  const [excess] = await cpu.read(await metric.measure(context, seen as never, { texts: 100 }));
  expect(excess[0]).toBeCloseTo(1 / (T - 1), 4);
  expect(excess[1]).toBeGreaterThan(2.5);
  expect(excess[1]).toBeLessThan(Math.log(245));
});
