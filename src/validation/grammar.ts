import type { Grammar } from "../grammar.ts";
import { grammarSample } from "../kernels/grammar/sample.ts";
import { Stream } from "../random/streams.ts";
import {
  analyzeGrammar,
  grammarDivergence,
  noCounts,
  refitGrammar,
} from "../text/grammar/analysis.ts";
import { english } from "../text/grammar/english.ts";
import { GrammarParser } from "../text/grammar/parse.ts";
import { grammarTables } from "../text/grammar/tables.ts";
import { type Check, STANDARD_ERRORS } from "./check.ts";
import { meanOf } from "./estimates.ts";
import type { Lab } from "./lab.ts";

/** Lineages, windows of each, tokens of a window, and whole sentences that are taken from it. */
const [L, N, T, SENTENCES] = [24, 50, 1024, 60];
const M = N * SENTENCES;
/** A shallow one, in which no word is so rare that M sentences have too few of it. */
const { grammar, words } = english({ dialectShare: 0.1, exponent: 0.5 });
const V = words.length;
const other = english({ dialectShare: 0.2, exponent: 0.8 }).grammar;

/** M sentences of the grammar for each lineage, drawn on the device. */
function sentences(lab: Lab): Promise<readonly (readonly Uint32Array[])[]> {
  return lab.once("sentences", async () => {
    const { backend } = lab;
    await backend.prepare([grammarSample]);
    using scope = backend.scope("sentences");
    const { longest, ...lists } = grammarTables(grammar);
    const keyWords = Uint32Array.from({ length: 2 * L }, (_, i) => (i % 2 === 0 ? 32 : i >> 1));
    const texts = scope.tensor("texts", "u32", [L, N, T]);
    backend.dispatch(
      grammarSample,
      {
        keys: scope.tensor("keys", "u32", [L, 2], keyWords),
        symbols: scope.tensor("symbols", "u32", [lists.symbols.length / 2, 2], lists.symbols),
        rules: scope.tensor("rules", "u32", [lists.rules.length / 2, 2], lists.rules),
        parts: scope.tensor("parts", "u32", [lists.parts.length], lists.parts),
        thresholds: scope.tensor("odds", "u32", [1, lists.thresholds.length], lists.thresholds),
        texts,
      },
      { start: grammar.start, longest, stream: Stream.DATASET, generation: 0 },
    );
    const [tokens] = await backend.read(texts);
    return Array.from({ length: L }, (_, l) =>
      Array.from({ length: N }, (_, n) => {
        const begin = (l * N + n) * T;
        return firstSentences(tokens.subarray(begin, begin + T));
      }).flat(),
    );
  });
}

/** As many from every window, so that none is preferred for being short. */
function firstSentences(window: Uint32Array): Uint32Array[] {
  const ends = Array.from(window.keys()).filter((t) => window[t] === 0);
  if (ends.length <= SENTENCES) throw new RangeError("a window has too few sentences");
  return Array.from({ length: SENTENCES }, (_, i) => window.subarray(ends[i] + 1, ends[i + 1]));
}

function probabilityUnder(parser: GrammarParser, sentence: Uint32Array): number {
  return parser.parse(sentence)?.logProbability ?? -Infinity;
}

function refit(parser: GrammarParser, drawn: readonly Uint32Array[]): Grammar {
  const counts = noCounts(grammar);
  for (const sentence of drawn) parser.parse(sentence)?.count(counts, 1);
  return refitGrammar(grammar, counts);
}

const refitDiverges: Check = {
  name: "grammar-refit",
  row: 32,
  title: `The grammar refitted to M = ${M} of its sentences: E[KL] ≈ free parameters / 2M, ± 2 %`,
  source: "Wilks 1938, doi:10.1214/aoms/1177732360",
  run: async (lab) => {
    const parser = new GrammarParser(grammar);
    const divergences = (await sentences(lab)).map((drawn) =>
      grammarDivergence(refit(parser, drawn), grammar, V),
    );
    const predicted = analyzeGrammar(grammar, V).freeParameters / (2 * M);
    const found = meanOf(divergences);
    // Terms of order 1/M² are left out.
    return {
      predicted,
      ...found,
      tolerance: STANDARD_ERRORS * found.standardError + 0.02 * predicted,
    };
  },
};

const divergenceIsExact: Check = {
  name: "grammar-divergence",
  row: 32,
  title: "Two grammars: E[ln q − ln p] over sentences of q = Σ E[#A]·KL(rules of A in q, in p)",
  source: "Chi 1999, aclanthology.org/J99-1004",
  run: async (lab) => {
    const [q, p] = [grammar, other].map((one) => new GrammarParser(one));
    const means = (await sentences(lab)).map((drawn) => {
      const ratios = drawn.map((one) => probabilityUnder(q, one) - probabilityUnder(p, one));
      return meanOf(ratios).measured;
    });
    return { predicted: grammarDivergence(grammar, other, V), ...meanOf(means) };
  },
};

export const grammarChecks: readonly Check[] = [refitDiverges, divergenceIsExact];
