import { expect, test } from "vitest";
import { grammar as dataset } from "../../src/datasets/grammar.ts";
import {
  analyzeGrammar,
  grammarDivergence,
  refitGrammar,
} from "../../src/text/grammar/analysis.ts";
import { GrammarParser, countRules } from "../../src/text/grammar/parse.ts";

test("refitting a grammar to M sentences costs about free / 2M nats", () => {
  const T = 42_000;
  const facts = dataset.facts({ dialectShare: 0.1, exponent: 0.5, length: T, heldOut: 8 });
  const parser = new GrammarParser(facts.grammar!);
  const { freeParameters } = analyzeGrammar(facts.grammar!, facts.pieces.length);
  const M = 4000;
  const divergences: number[] = [];
  for (let text = 0; text < 8; text++) {
    const tokens = facts.heldOut.subarray(text * T, (text + 1) * T);
    const sentences: Uint32Array[] = [];
    for (let end = tokens.indexOf(0), next = 0; sentences.length < M; end = next) {
      next = tokens.indexOf(0, end + 1);
      sentences.push(tokens.subarray(end + 1, next));
    }
    const refit = refitGrammar(facts.grammar!, countRules(parser, sentences)!);
    divergences.push(grammarDivergence(refit, facts.grammar!, facts.pieces.length));
  }
  // 2M KL is chi-squared with `free` degrees of freedom, but for terms of order 1/M².
  const expected = freeParameters / (2 * M);
  const error = expected * Math.sqrt(2 / freeParameters / divergences.length);
  const mean = divergences.reduce((sum, x) => sum + x, 0) / divergences.length;
  expect(Math.abs(mean - expected)).toBeLessThan(4 * error + 0.02 * expected);
});
